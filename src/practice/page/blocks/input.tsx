/** A labelled question with its hint and, after a refused submission, its error. */
import { withEmoji } from '../messages/emoji.ts';
import { Icon } from '../shell/icons.tsx';
import { obj, str, textOf } from '../inspector/json.ts';
import { usePlace } from '../dialogs/surface.tsx';
import { Element } from '../elements/index.tsx';
import type { BlockProps } from './props.ts';

/** These are one control, so a click on the words may land in it; the others are groups or buttons. */
const SINGLE = /_text_input|^number_input|_select$|^timepicker|^rich_text_input/;

export function InputBlock({ block, blockId }: BlockProps) {
  const { errors, domId } = usePlace();
  const element = obj(block.element);
  const optional = block.optional === true;
  const error = errors[blockId];
  const hint = textOf(block.hint);
  const base = `${domId}-${blockId}`;
  const describedBy = [error && `${base}-error`, hint && `${base}-hint`].filter(Boolean).join(' ');
  const label = <span id={`${base}-label`}>{withEmoji(textOf(block.label))}</span>;
  return (
    <div class={error ? 'input-block invalid' : 'input-block'} data-block={blockId}>
      <label
        class="input-label"
        htmlFor={SINGLE.test(str(element.type)) ? `${base}-${str(element.action_id)}` : undefined}
      >
        {label}
        {optional && <span class="optional"> (optional)</span>}
      </label>
      <Element
        blockId={blockId}
        element={element}
        dispatches={block.dispatch_action === true}
        optional={optional}
        labelId={`${base}-label`}
        {...(describedBy ? { describedBy } : {})}
        invalid={Boolean(error)}
      />
      {error && (
        <p class="input-error" id={`${base}-error`}>
          <Icon name="warning" size={16} /> {error}
        </p>
      )}
      {hint && (
        <p class="input-hint" id={`${base}-hint`}>
          {withEmoji(hint)}
        </p>
      )}
    </div>
  );
}
