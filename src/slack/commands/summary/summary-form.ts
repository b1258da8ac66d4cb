import type { ModalView } from '@slack/types';
import { choice, longText, text, type Field, type Value } from '../../../model/fields.ts';
import { Invalid, Problem, Unclear } from '../../../model/errors.ts';
import { entityOf } from '../../../model/registry.ts';
import { count } from '../../../model/text/text.ts';
import { recordAccess } from '../../../crm/access/index.ts';
import { GROUPINGS, readQuestion, type Question, dealsLookedAt } from '../../../crm/summary/index.ts';
import { escape, say, small, section } from '../../messages/blocks.ts';
import type { SlackRequest, Later } from '../../slack-context.ts';
import { showSpan } from './provenance.ts';
import { summaryWithFallbacks } from './summary-view.ts';
import { pointedAt } from '../../views/typed-words.ts';
import { answersTo, type State } from '../../forms/answers.ts';
import { formView, type FormMemory } from '../../forms/form.ts';
import { formContext } from '../../forms/record-form.ts';

/** The most used periods; others can be typed. */
const PERIODS = [
  ...['this month', 'last month', 'this quarter', 'last quarter', 'this year', 'last year'],
  ...['this week', 'last week', 'last 30 days', 'last 90 days'],
];
const OTHER = 'other';
const NONE = 'none';

const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
const options = (names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, sentence(name)]));

export const SUMMARY_FIELDS = {
  period: choice({
    label: 'Period',
    required: true,
    options: { ...options(PERIODS), [OTHER]: 'Custom' },
  }),
  /** Asked where the period is Custom. */
  other: text({
    label: 'Custom period',
    required: true,
    max: 60,
    help: 'Like 2026-Q3, last 6 weeks, fy2026 or 2026-01-01..2026-03-31.',
  }),
  by: choice({
    label: 'Group by',
    required: true,
    options: { [NONE]: 'None', ...options(GROUPINGS) },
  }),
  filter: longText({
    label: 'Filter',
    max: 1500,
    help: 'Optional. Like owner:ana amount>50k. Press Enter to update the preview.',
  }),
} as const satisfies Readonly<Record<string, Field>>;

interface SummaryAnswers {
  period: string;
  other: string;
  by: string;
  filter: string;
}

const answersOf = (state: State): SummaryAnswers => {
  const given = answersTo(state, SUMMARY_FIELDS);
  const word = (name: keyof SummaryAnswers): string => String(given[name] ?? '').trim();
  return { period: word('period'), other: word('other'), by: word('by') || NONE, filter: word('filter') };
};

const isCustom = ({ period }: SummaryAnswers): boolean => period === OTHER;
const periodWords = (answers: SummaryAnswers): string => (isCustom(answers) ? answers.other : answers.period);

/** Nothing written is no period that somebody asked for. @throws Invalid */
const assertPeriod = (answers: SummaryAnswers): void => {
  if (periodWords(answers) !== '') return;
  throw new Invalid({ [isCustom(answers) ? 'other' : 'period']: 'Enter a period, like 2026-Q3 or last 6 weeks.' });
};

/** What would be typed after `/crm summary`. */
const wordsOf = (answers: SummaryAnswers): string =>
  [periodWords(answers), answers.by === NONE ? '' : `by:${answers.by}`, answers.filter].join(' ').trim();

/** @throws Invalid under the question that is to blame */
const questionOf = async ({ slack: { crm }, actor }: SlackRequest, answers: SummaryAnswers): Promise<Question> => {
  const read = async (words: string, blamedField: string): Promise<Question> =>
    readQuestion({ crm, actor }, words).catch((error: unknown) => {
      throw error instanceof Unclear ? new Invalid({ [blamedField]: error.message }) : error;
    });
  assertPeriod(answers);
  await read(periodWords(answers), isCustom(answers) ? 'other' : 'period');
  return read(wordsOf(answers), 'filter');
};

const preview = async (request: SlackRequest, answers: SummaryAnswers) => {
  try {
    assertPeriod(answers);
    const question = await readQuestion(request, wordsOf(answers));
    const deals = await dealsLookedAt(request, question);
    const days = showSpan(question.period, request.slack.crm.settings.locale);
    const none = deals === 0 ? ' No deals match, so every metric will be 0.' : '';
    return [
      small(
        `:mag: *${escape(question.period.name)}* (${days}) · ${count(deals, 'deal')} ${deals === 1 ? 'matches' : 'match'} the filter.${none}`,
      ),
    ];
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const where = error instanceof Unclear && error.where ? [section(pointedAt(error.where))] : [];
    return [section(`:warning: ${escape(error.message)}`), ...where];
  }
};

const drawn = async (request: SlackRequest, memory: FormMemory, answers: SummaryAnswers): Promise<ModalView> => {
  const values: Readonly<Record<string, Value>> = {
    ...answers,
    other: answers.other || null,
    filter: answers.filter || null,
  };
  return formView({
    title: 'Summary',
    submit: 'Show',
    memory,
    questions: Object.entries(SUMMARY_FIELDS)
      .filter(([name]) => name !== 'other' || isCustom(answers))
      .map(([name, field]) => ({ name, field, value: values[name] ?? null, live: true })),
    context: await formContext(request, entityOf('deal'), {}),
    below: await preview(request, answers),
  });
};

/** Asks for a period, what to lay it out by and a filter, with how many deals that is about. */
export function summaryForm(
  request: SlackRequest,
  { periodWords: asked, by, narrowing }: Question,
): Promise<ModalView> {
  const period = asked.replaceAll('-', ' ').toLowerCase() || 'this month';
  const known = PERIODS.includes(period);
  const answers = { period: known ? period : OTHER, other: known ? '' : asked, by: by ?? NONE, filter: narrowing };
  const memory: FormMemory = { form: 'summary', entity: 'deal', ...(request.channel && { channel: request.channel }) };
  return drawn(request, memory, answers);
}

/** The form with what it would be about, as it is filled in now. */
export function redrawnSummary(request: SlackRequest, memory: FormMemory, state: State): Promise<ModalView> {
  return drawn(request, memory, answersOf(state));
}

/** SummaryAnswers what the form asks. @throws Invalid */
export async function answerSummary(request: SlackRequest, _memory: FormMemory, state: State): Promise<Later> {
  const question = await questionOf(request, answersOf(state));
  await recordAccess(request.slack.crm, request.actor, request.origin, { verb: 'summary' });
  return {
    kind: 'later',
    first: say(`:hourglass_flowing_sand: Preparing ${escape(question.period.name)}…`),
    last: () => summaryWithFallbacks(request, question, { shareWords: question.words }),
  };
}
