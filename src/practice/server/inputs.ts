/** What Slack checks in a dialog before it asks the app. The texts stand under the inputs. */
import type { Json, JsonObject, View } from '../protocol.ts';
import { asObject, asString } from './json.ts';
import { inputBlocks } from './elements.ts';
import { slots } from './state/view-state.ts';
import { valuesOf } from './state/views.ts';

/** block_id to text; empty when the dialog can be sent. */
export function checkInputs(view: View): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const block of inputBlocks(view.blocks)) {
    const element = asObject(block['element']);
    const blockId = asString(block['block_id']);
    const entry = valuesOf(view)[blockId]?.[asString(element['action_id'])];
    const error = checkInput(block, element, entry?.[slots[asString(element['type'])]?.value ?? ''] ?? null);
    if (error) errors[blockId] = error;
  }
  return errors;
}

function checkInput(block: JsonObject, element: JsonObject, value: Json): string | undefined {
  const empty = value === null || value === '' || (Array.isArray(value) && value.length === 0);
  if (empty) return block['optional'] === true ? undefined : 'Please complete this required field.';
  if (Array.isArray(value)) return checkSelected(element, value);
  return typeof value === 'string' ? checks[asString(element['type'])]?.(value, element) : undefined;
}

function checkSelected(element: JsonObject, value: Json[]): string | undefined {
  const most = element['max_selected_items'] ?? element['max_files'];
  return typeof most === 'number' && value.length > most ? `Please choose no more than ${most}.` : undefined;
}

const checks: Record<string, (value: string, element: JsonObject) => string | undefined> = {
  plain_text_input: (value, { min_length, max_length }) => {
    const length = Array.from(value).length;
    if (typeof min_length === 'number' && length < min_length)
      return `Please enter at least ${min_length} ${min_length === 1 ? 'character' : 'characters'}.`;
    const most = typeof max_length === 'number' ? max_length : 3000;
    return length > most ? `Please enter no more than ${most} characters.` : undefined;
  },
  number_input: (value, { min_value, max_value, is_decimal_allowed }) => {
    if (!/^[+-]?\d+(\.\d+)?$/.test(value)) return 'Please enter a valid number.';
    if (is_decimal_allowed === false && value.includes('.')) return 'Please enter a whole number.';
    if (typeof min_value === 'string' && Number(value) < Number(min_value))
      return `Please enter a number greater than or equal to ${min_value}.`;
    if (typeof max_value === 'string' && Number(value) > Number(max_value))
      return `Please enter a number less than or equal to ${max_value}.`;
    return undefined;
  },
  email_text_input: (value) => (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value) ? undefined : 'Please enter a valid email.'),
  url_text_input: (value) =>
    /^https?:\/\/[^\s/$.?#][^\s]*$/i.test(value) ? undefined : 'Please enter a valid URL (http:// or https://).',
  datepicker: (value) => (Number.isNaN(Date.parse(`${value}T00:00Z`)) ? 'Please enter a valid date.' : undefined),
};
