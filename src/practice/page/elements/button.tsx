/** Buttons: a spinner while the app is asked, a question first where the app wants one. */
import type { JsonObject } from '../../protocol.ts';
import { withEmoji } from '../messages/emoji.ts';
import { Spinner } from '../shell/icons.tsx';
import { list, obj, str, textOf } from '../inspector/json.ts';
import { isSafe } from '../composer/mention.tsx';
import { useValue, type Slot } from '../dialogs/surface.tsx';

export function Button(slot: Slot) {
  const { element } = slot;
  const style = str(element.style);
  const { press, busy } = usePress(slot, element);
  return (
    <button
      type="button"
      class={`button small ${style}`}
      aria-label={str(element.accessibility_label) || undefined}
      aria-busy={busy}
      onClick={() => press()}
    >
      <span class={busy ? 'behind' : ''}>{withEmoji(textOf(element.text))}</span>
      {busy && <Spinner />}
    </button>
  );
}

/** Presses once at a time: while the app has not answered, a second press does nothing, as in Slack. */
function usePress(slot: Slot, element: JsonObject): { press: (value?: string) => void; busy: boolean } {
  const { dispatch, busy } = useValue(slot);
  const press = (value = str(element.value)): void => {
    if (busy) return;
    const url = str(element.url);
    if (isSafe(url)) window.open(url, '_blank', 'noopener');
    void dispatch({ type: element.type ?? 'button', text: element.text ?? null, ...(value ? { value } : {}) });
  };
  return { press, busy };
}

export function IconButton(slot: Slot) {
  const { press, busy } = usePress(slot, slot.element);
  const name = str(slot.element.accessibility_label) || textOf(slot.element.text);
  return (
    <button
      type="button"
      class="button small ghost"
      aria-label={name}
      title={name}
      aria-busy={busy}
      onClick={() => press()}
    >
      {slot.element.icon === 'trash' ? '🗑️' : textOf(slot.element.text)}
    </button>
  );
}

export function FeedbackButtons(slot: Slot) {
  const { press } = usePress(slot, slot.element);
  const both = [obj(slot.element.positive_button), obj(slot.element.negative_button)];
  return (
    <span class="feedback" role="group" aria-label="Feedback">
      {list(both).map((button, at) => (
        <button
          key={at}
          type="button"
          class="button small ghost"
          aria-label={str(button.accessibility_label) || textOf(button.text)}
          onClick={() => press(str(button.value))}
        >
          {at ? '👎' : '👍'}
        </button>
      ))}
    </span>
  );
}
