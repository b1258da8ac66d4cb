/** Text, fields, and one element at the side. */
import { useState } from 'preact/hooks';
import type { Json } from '../../protocol.ts';
import { list, obj, textOf } from '../inspector/json.ts';
import { TextObject } from '../messages/mrkdwn.tsx';
import { LiveElement } from '../elements/index.tsx';
import type { BlockProps } from './props.ts';

/** Slack folds a longer section away, unless it is told to `expand`. */
const LONG = 1500;

export function Section({ block, blockId }: BlockProps) {
  const accessory = obj(block.accessory);
  const fields = list(block.fields);
  return (
    <div class={`section ${accessory.type === 'image' ? 'with-image' : ''}`}>
      <div class="section-words">
        {block.text && <Text of={block.text} whole={block.expand === true} />}
        {fields.length > 0 && (
          <div class="section-fields">
            {fields.map((field, at) => (
              <div key={at}>
                <TextObject of={field} />
              </div>
            ))}
          </div>
        )}
      </div>
      {accessory.type && (
        <div class="section-accessory">
          <LiveElement blockId={blockId} element={accessory} />
        </div>
      )}
    </div>
  );
}

function Text({ of, whole }: { of: Json; whole: boolean }) {
  const [open, setOpen] = useState(whole || textOf(of).length <= LONG);
  return (
    <div>
      <div class={open ? '' : 'folded'}>
        <TextObject of={of} />
      </div>
      {!open && (
        <button type="button" class="link-button" onClick={() => setOpen(true)}>
          See more
        </button>
      )}
    </div>
  );
}
