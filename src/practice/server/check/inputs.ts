/** The elements that people type into, and those that pick a day or a time. */
import type { JsonObject } from '../../protocol.ts';
import { asString } from '../json.ts';
import { day, decimal, timeOfDay, timeZone } from './formats.ts';
import { actionId, confirm, dispatchActionConfig, plainText } from './objects.ts';
import { richText } from './rich-text.ts';
import { inOrder } from './rules.ts';
import { boolean, integer, list, string, typed, type Rule, type SurfaceKind } from './schema.ts';

const focus = { action_id: actionId, focus_on_load: boolean };
const placeholder = plainText(150);
const picked = { ...focus, confirm };
const typedInto = { ...focus, placeholder, dispatch_action_config: dispatchActionConfig };

const inModals: readonly SurfaceKind[] = ['modal'];

export const datePicker = typed('datepicker', {
  takes: { ...picked, placeholder, initial_date: string({ format: day }) },
});

export const timePicker = typed('timepicker', {
  takes: {
    ...{ ...picked, placeholder },
    ...{ initial_time: string({ format: timeOfDay }), timezone: string({ format: timeZone }) },
  },
});

/** Seconds since 1970, in ten digits. */
export const datetimePicker = typed('datetimepicker', {
  on: ['modal', 'message'],
  takes: { ...picked, initial_date_time: integer(1_000_000_000, 9_999_999_999) },
});

const MOST_TYPED = 3000;

const fitsLength: Rule = {
  check({ initial_value, max_length }, say) {
    const most = typeof max_length === 'number' ? max_length : MOST_TYPED;
    if (Array.from(asString(initial_value)).length > most)
      say(`must be less than ${most + 1} characters`, '/initial_value');
  },
};

export const plainTextInput = typed('plain_text_input', {
  takes: {
    ...typedInto,
    ...{ multiline: boolean, initial_value: string({ max: MOST_TYPED }) },
    ...{ min_length: integer(0, MOST_TYPED), max_length: integer(1, MOST_TYPED) },
  },
  rules: [inOrder('min_length', 'max_length'), fitsLength],
});

const NUMBERS = ['min_value', 'max_value', 'initial_value'];

const wholeWhereAsked: Rule = {
  check(element, say) {
    for (const name of NUMBERS)
      if (element['is_decimal_allowed'] === false && asString(element[name]).includes('.'))
        say('must provide an integer', `/${name}`);
  },
};

const withinBounds: Rule = {
  check({ min_value: least, max_value: most, initial_value: first }: JsonObject, say) {
    if (typeof first !== 'string') return;
    if (typeof least === 'string' && Number(first) < Number(least))
      say(`must be greater than or equal to ${least}`, '/initial_value');
    if (typeof most === 'string' && Number(first) > Number(most))
      say(`must be less than or equal to ${most}`, '/initial_value');
  },
};

const written = string({ format: decimal });

export const numberInput = typed('number_input', {
  on: inModals,
  needs: { is_decimal_allowed: boolean },
  takes: { ...typedInto, initial_value: written, min_value: written, max_value: written },
  rules: [wholeWhereAsked, inOrder('min_value', 'max_value'), withinBounds],
});

export const emailInput = typed('email_text_input', {
  on: inModals,
  takes: { ...typedInto, initial_value: string() },
});

export const urlInput = typed('url_text_input', {
  on: inModals,
  takes: { ...typedInto, initial_value: string() },
});

export const fileInput = typed('file_input', {
  on: inModals,
  takes: { action_id: actionId, filetypes: list(string({ min: 1 })), max_files: integer(1, 10) },
});

export const richTextInput = typed('rich_text_input', {
  on: ['modal', 'home'],
  needs: { action_id: actionId },
  takes: {
    ...typedInto,
    ...{ initial_value: richText, min_lines: integer(1, 100), max_lines: integer(1, 100) },
  },
  rules: [inOrder('min_lines', 'max_lines')],
});
