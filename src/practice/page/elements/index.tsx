/** One Block Kit element, whichever it is. */
import type { Slot } from '../dialogs/surface.tsx';
import { str } from '../inspector/json.ts';
import { ImageElement } from '../blocks/image.tsx';
import { Unknown } from '../blocks/unknown.tsx';
import { Button, FeedbackButtons, IconButton } from './button.tsx';
import { Choices } from './choices.tsx';
import { DatePicker, DateTimePicker, TimePicker } from './date.tsx';
import { FileInput } from './file-input.tsx';
import { Overflow } from './overflow.tsx';
import { Select } from './select.tsx';
import { RichTextInput, TextInput } from './text.tsx';

const ELEMENTS: Record<string, (slot: Slot) => preact.ComponentChild> = {
  button: Button,
  workflow_button: Button,
  icon_button: IconButton,
  feedback_buttons: FeedbackButtons,
  image: ({ element }) => <ImageElement of={element} class="accessory-image" />,
  overflow: Overflow,
  radio_buttons: Choices,
  checkboxes: Choices,
  datepicker: DatePicker,
  timepicker: TimePicker,
  datetimepicker: DateTimePicker,
  plain_text_input: TextInput,
  email_text_input: TextInput,
  url_text_input: TextInput,
  number_input: TextInput,
  rich_text_input: RichTextInput,
  file_input: FileInput,
};

for (const from of ['static', 'external', 'users', 'conversations', 'channels']) {
  ELEMENTS[`${from}_select`] = Select;
  ELEMENTS[`multi_${from}_select`] = Select;
}

export function Element(slot: Slot) {
  const type = str(slot.element.type);
  const Known = ELEMENTS[type];
  return Known ? <Known {...slot} /> : <Unknown what={slot.element} />;
}

/** An element outside an input block: it speaks to the app at once. */
export function LiveElement({ blockId, element }: { blockId: string; element: Slot['element'] }) {
  return (
    <Element
      key={`${str(element.type)} ${str(element.action_id)}`}
      blockId={blockId}
      element={element}
      dispatches
      optional
    />
  );
}
