import type { JsonObject } from '../../protocol.ts';

export interface BlockProps {
  block: JsonObject;
  blockId: string;
}

/** A labelled value of a chart. */
export interface Mark {
  label: string;
  value: number;
}
