/** A block or element this page does not know: say so and show what it is. */
import type { JsonObject } from '../../protocol.ts';
import { str } from '../inspector/json.ts';

export function Unknown({ what }: { what: JsonObject }) {
  return (
    <details class="unknown">
      <summary>
        The practice workspace cannot draw <code>{str(what.type) || 'this'}</code>; Slack may.
      </summary>
      <pre>{JSON.stringify(what, null, 2)}</pre>
    </details>
  );
}
