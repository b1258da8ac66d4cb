import type { JsonObject } from '../../protocol.ts';

export interface BlockProps {
  block: JsonObject;
  blockId: string;
}
