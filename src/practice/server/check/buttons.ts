/** The elements that people press. */
import { link, userId } from './formats.ts';
import { actionId, colourScheme, confirm, overflowOption, plainText } from './objects.ts';
import { list, object, oneOf, string, typed } from './schema.ts';

const value = string({ max: 2000 });
const accessibilityLabel = string({ max: 75 });

export const button = typed('button', {
  needs: { text: plainText(75) },
  takes: {
    ...{ action_id: actionId, value, style: colourScheme, confirm },
    ...{ url: string({ max: 3000, format: link }), accessibility_label: accessibilityLabel },
  },
});

export const workflowButton = typed('workflow_button', {
  on: ['message'],
  needs: {
    action_id: actionId,
    text: plainText(75),
    workflow: object({
      needs: {
        trigger: object({
          needs: { url: string({ format: link }) },
          takes: {
            customizable_input_parameters: list(object({ needs: { name: string({ min: 1 }), value: string() } })),
          },
        }),
      },
    }),
  },
  takes: { style: colourScheme, confirm, accessibility_label: accessibilityLabel },
});

export const overflow = typed('overflow', {
  needs: { options: list(overflowOption, { min: 1, max: 5 }) },
  takes: { action_id: actionId, confirm },
});

const feedback = object({
  needs: { text: plainText(75), value },
  takes: { accessibility_label: accessibilityLabel },
});

export const feedbackButtons = typed('feedback_buttons', {
  needs: { positive_button: feedback, negative_button: feedback },
  takes: { action_id: actionId },
});

export const iconButton = typed('icon_button', {
  needs: { icon: oneOf('trash'), text: plainText(75) },
  takes: {
    ...{ action_id: actionId, value, confirm, accessibility_label: accessibilityLabel },
    visible_to_user_ids: list(string({ format: userId }), { max: 10 }),
  },
});
