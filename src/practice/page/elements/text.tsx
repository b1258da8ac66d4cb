/** Text inputs: one line, many lines, e-mail, web address, number; and rich text, typed plainly. */
import { useEffect, useRef } from 'preact/hooks';
import type { JsonObject } from '../../protocol.ts';
import { withEmoji } from '../messages/emoji.ts';
import { list, num, obj, str, strings, textOf } from '../inspector/json.ts';
import { usePlace, useValue, type Slot } from '../dialogs/surface.tsx';

type Field = HTMLInputElement | HTMLTextAreaElement;

const KEYBOARDS: Record<string, 'email' | 'url' | 'decimal' | 'text'> = {
  email_text_input: 'email',
  url_text_input: 'url',
  number_input: 'decimal',
};

export function TextInput(slot: Slot) {
  const { element } = slot;
  const { value, keep, dispatch } = useValue(slot);
  const text = str(value.value);
  const triggers = strings(obj(element.dispatch_action_config).trigger_actions_on);
  const onCharacter = slot.dispatches && triggers.includes('on_character_entered');
  const onEnter = slot.dispatches && (triggers.length === 0 || triggers.includes('on_enter_pressed'));
  const field = useAutoFocus(element);
  const type = async (next: string): Promise<void> => {
    keep({ value: next === '' ? null : next });
    if (onCharacter) await dispatch({ type: element.type ?? '', value: next });
  };
  const press = (event: KeyboardEvent): void => {
    const enter =
      event.key === 'Enter' && !event.isComposing && (element.multiline !== true || event.ctrlKey || event.metaKey);
    if (!enter || !onEnter) return;
    event.preventDefault();
    void dispatch({ type: element.type ?? '', value: text });
  };
  const shared = {
    ...useNames(slot),
    ref: field,
    class: 'field',
    value: text,
    placeholder: withEmoji(textOf(element.placeholder)),
    inputMode: KEYBOARDS[str(element.type)] ?? 'text',
    autoComplete: 'off',
    onInput: (event: { currentTarget: Field }) => void type(event.currentTarget.value),
    onKeyDown: press,
  };
  return (
    <div class="text-field">
      {element.multiline === true ? <textarea {...shared} rows={4} /> : <input {...shared} type="text" />}
      <Counter text={text} most={num(element.max_length)} />
    </div>
  );
}

/** Letters left; below zero it turns red, as Slack lets people write on and cut later. */
function Counter({ text, most }: { text: string; most: number | undefined }) {
  if (most === undefined) return null;
  const left = most - [...text].length;
  return (
    <span class={left < 0 ? 'counter over' : 'counter'} aria-live="polite" title={`${left} of ${most} characters left`}>
      {left}
    </span>
  );
}

export function RichTextInput(slot: Slot) {
  const { value, keep } = useValue(slot);
  const field = useAutoFocus(slot.element);
  const type = (text: string): void => keep({ rich_text_value: text === '' ? null : richText(text) });
  return (
    <textarea
      {...useNames(slot)}
      ref={field}
      class="field"
      rows={5}
      value={plain(value.rich_text_value === undefined ? {} : obj(value.rich_text_value))}
      placeholder={textOf(slot.element.placeholder)}
      onInput={(event) => type(event.currentTarget.value)}
    />
  );
}

const richText = (text: string): JsonObject => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }],
});

/** The words of a rich_text value, one line for each of its parts. */
function plain(value: JsonObject): string {
  return list(value.elements)
    .map((part) =>
      list(part.elements).some((one) => one.elements) ? plain(part) : list(part.elements).map(textOf).join(''),
    )
    .join('\n');
}

/** How labels, hints and errors reach a control. */
export function useNames(slot: Slot) {
  const { domId } = usePlace();
  return {
    id: `${domId}-${slot.blockId}-${str(slot.element.action_id)}`,
    'aria-labelledby': slot.labelId,
    'aria-label': slot.labelId ? undefined : textOf(slot.element.placeholder) || undefined,
    'aria-describedby': slot.describedBy,
    'aria-invalid': slot.invalid,
    'aria-required': slot.labelId && !slot.optional ? true : undefined,
  };
}

function useAutoFocus(element: JsonObject) {
  const field = useRef<Field>(null) as preact.RefObject<HTMLInputElement & HTMLTextAreaElement>;
  useEffect(() => {
    if (element.focus_on_load === true) field.current?.focus();
  }, []);
  return field;
}
