/** What blocks stand in: a message, a modal, the Home tab; and what an app answers to a typeahead. */
import { blocks } from './blocks.ts';
import { option, optionGroup, plainText } from './objects.ts';
import { exactlyOne } from './rules.ts';
import { anyOf, boolean, list, object, string, typed, type Rule } from './schema.ts';
import { inputBlocks } from '../elements.ts';
import { objects } from '../json.ts';

const anyBlock = anyOf(...blocks);

export const messageBlocks = list(anyBlock, { max: 50 });

const kept = {
  private_metadata: string({ max: 3000 }),
  callback_id: string({ max: 255 }),
  external_id: string({ max: 255 }),
};

const canBeSubmitted: Rule = {
  check(view, say) {
    if (inputBlocks(objects(view['blocks'])).length > 0 && !view['submit'])
      say('must define `submit` to use an `input` block in modals');
  },
};

export const modal = typed('modal', {
  on: ['modal'],
  needs: { title: plainText(24), blocks: list(anyBlock, { min: 1, max: 100 }) },
  takes: {
    ...kept,
    ...{ submit: plainText(24), close: plainText(24), submit_disabled: boolean },
    ...{ clear_on_close: boolean, notify_on_close: boolean },
  },
  rules: [canBeSubmitted],
});

export const home = typed('home', {
  on: ['home'],
  needs: { blocks: list(anyBlock, { max: 100 }) },
  takes: kept,
});

export const suggestions = object({
  takes: { options: list(option, { max: 100 }), option_groups: list(optionGroup, { max: 100 }) },
  rules: exactlyOne('options', 'option_groups'),
});
