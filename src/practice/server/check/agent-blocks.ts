/** The blocks of apps that answer at length: what they are at, what people think of it, and standard Markdown. */
import { asString, objects } from '../json.ts';
import { feedbackButtons, iconButton } from './buttons.ts';
import { link } from './formats.ts';
import { blockId } from './objects.ts';
import { richText } from './rich-text.ts';
import { anyOf, list, object, oneOf, string, typed, type Rule, type SurfaceKind } from './schema.ts';

const inMessages: readonly SurfaceKind[] = ['message'];
const words = string({ min: 1 });

/** All `markdown` blocks of a message together may have as much. */
export const MOST_MARKDOWN = 12_000;

export const markdown = typed('markdown', {
  on: inMessages,
  needs: { text: string({ min: 1, max: MOST_MARKDOWN }) },
  takes: { block_id: blockId },
});

export const contextActions = typed('context_actions', {
  on: inMessages,
  needs: { elements: list(anyOf(feedbackButtons, iconButton), { min: 1, max: 5 }) },
  takes: { block_id: blockId },
});

const source = typed('url', { needs: { url: string({ min: 1, format: link }), text: words } });

const task = {
  needs: { task_id: words, title: words },
  takes: { block_id: blockId, details: richText, output: richText, sources: list(source) },
};

/** On its own, a task that is still to be begun is none. */
export const taskCard = typed('task_card', {
  on: inMessages,
  needs: { ...task.needs, status: oneOf('in_progress', 'complete', 'error') },
  takes: task.takes,
});

const distinctTasks: Rule = {
  check(plan, say) {
    const ids = objects(plan['tasks']).map((one) => asString(one['task_id']));
    ids.forEach((id, at) => {
      if (ids.indexOf(id) < at) say('must be unique', `/tasks/${at}/task_id`);
    });
  },
};

export const plan = typed('plan', {
  on: inMessages,
  needs: {
    title: words,
    tasks: list(
      object({
        needs: { ...task.needs, status: oneOf('pending', 'in_progress', 'complete', 'error') },
        takes: { ...task.takes, type: oneOf('task_card') },
      }),
      { max: 50 },
    ),
  },
  takes: { block_id: blockId },
  rules: [distinctTasks],
});
