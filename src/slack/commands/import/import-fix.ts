import type { InputBlock, KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import { oneOf, type Entity } from '../../../model/entity.ts';
import type { Field } from '../../../model/fields.ts';
import { Invalid, Unclear } from '../../../model/errors.ts';
import { wordsKey, type Answers, type Default, type Meaning, type Others } from '../../../model/import/answers.ts';
import { referenceOfKey } from '../../../model/import/targets.ts';
import { parseField } from '../../../model/parse.ts';
import { entityOf } from '../../../model/registry.ts';
import { count, cut } from '../../../model/text/text.ts';
import { pipelineOf } from '../../../crm/context/index.ts';
import {
  answerImport,
  isCreatedByName,
  jobOf,
  reportOf,
  type Cause,
  type ImportJob,
} from '../../../crm/import/index.ts';
import { escape, plain, section, small } from '../../messages/blocks.ts';
import type { SlackRequest } from '../../slack-context.ts';
import { answerTo, newName, type State } from '../../forms/answers.ts';
import { choicesOf, MOST_OPTIONS, stageChoices } from '../../forms/choices.ts';
import { formOf, type FormMemory } from '../../forms/form.ts';
import { inputBlock } from '../../forms/inputs.ts';
import { formContext } from '../../forms/record-form.ts';
import type { Slow } from '../../forms/slow.ts';
import { backButton } from '../../forms/split.ts';
import { fieldOfTarget } from './import-causes.ts';
import { checkForm } from './import-check.ts';
import { checking } from './checking.ts';

/** Values that one window asks about: the rest is answered together. */
const MOST_ASKED = 40;
const DEFAULT = 'default';
const OTHERS = 'others';
const valueBlock = (at: number): string => `value-${at}`;

const EMPTY: PlainTextOption = { text: plain('Leave empty'), value: 'empty' };
const CREATE: PlainTextOption = { text: plain('Create it'), value: 'create' };

const fieldOf = ({ entity, target = '' }: Pick<FormMemory, 'entity' | 'target'>): Field | undefined =>
  fieldOfTarget(entity, target);

/** The questions of the form that are answered with records. */
export function fixFields(memory: FormMemory): Record<string, Field> {
  const field = fieldOf(memory);
  if (!field) return {};
  const values = Array.from({ length: MOST_ASKED }, (_, at): [string, Field] => [valueBlock(at), field]);
  return { ...Object.fromEntries(values), [DEFAULT]: { ...field, required: false } };
}

const isCreatable = (field: Field | undefined): boolean =>
  field?.kind === 'reference' && isCreatedByName(entityOf(field.to));

/** What a value can be beside the records that there are. */
export function FIX_OFFERS(memory: FormMemory): PlainTextOption[] {
  return [EMPTY, ...(isCreatable(fieldOf(memory)) ? [CREATE] : [])];
}

/** Can the words of such a field be answered one by one? Of the others there is no list to choose from. */
const isChosen = (field: Field | undefined): boolean =>
  field?.kind === 'reference' || field?.kind === 'stage' || field?.kind === 'choice';

const valueInput = (
  at: number,
  { words, rows }: Cause['values'][number],
  field: Field,
  options: readonly PlainTextOption[],
  said: Meaning | undefined,
): InputBlock => {
  const initial = options.find(({ value }) => value === (said?.is === 'value' ? String(said.raw) : said?.is));
  return {
    type: 'input',
    block_id: valueBlock(at),
    optional: true,
    label: plain(`“${cut(words, 100)}” (${count(rows, 'row')})`),
    element:
      field.kind === 'reference'
        ? {
            type: 'external_select',
            action_id: valueBlock(at),
            min_query_length: 0,
            placeholder: plain(`Choose ${oneOf(entityOf(field.to))}, or type to search`),
            ...(initial && { initial_option: initial }),
          }
        : {
            type: 'static_select',
            action_id: valueBlock(at),
            options: options.slice(0, MOST_OPTIONS),
            ...(initial && { initial_option: initial }),
          },
  };
};

/** Of a foreign ID nobody knows the name yet: the file that it stands in has it. */
const createLabel = ({ plural }: Entity, target: string): string =>
  referenceOfKey(target) === null
    ? `Create ${plural} with these names`
    : `Create ${plural} with these IDs; their own file names them`;

const othersInput = (
  { rows, heading, target }: Cause,
  field: Field | undefined,
  said: Others | undefined,
  label: string,
): InputBlock => {
  const options: PlainTextOption[] = [
    { text: plain('Don’t import these rows'), value: 'skip' },
    ...(isCreatable(field) && field?.kind === 'reference'
      ? [{ text: plain(createLabel(entityOf(field.to), target), 75), value: 'create' }]
      : []),
    { text: plain(`Import them and leave ${cut(heading ?? 'this', 60)} empty`, 75), value: 'empty' },
  ];
  const initial = options.find(({ value }) => value === said) ?? options[0];
  return {
    type: 'input',
    block_id: OTHERS,
    label: plain(`${label} (${count(rows, 'row')})`),
    element: { type: 'radio_buttons', action_id: OTHERS, options, ...(initial && { initial_option: initial }) },
  };
};

const valueBlocks = async (request: SlackRequest, job: ImportJob, cause: Cause): Promise<KnownBlock[]> => {
  const { target, values } = cause;
  const field = fieldOf({ entity: job.entity, target });
  const { answers } = job;
  const others = (label: string): InputBlock => othersInput(cause, field, answers.others[target], label);
  if (!field || !isChosen(field)) return [others(values.length === 1 ? 'This value' : 'These values')];
  const choices =
    field.kind === 'stage'
      ? stageChoices(await pipelineOf(request.slack.crm))
      : field.kind === 'choice'
        ? choicesOf(field.options)
        : isCreatable(field)
          ? [CREATE]
          : [];
  const asked = values.slice(0, MOST_ASKED);
  const inputs = asked.map((value, at) =>
    valueInput(at, value, field, [EMPTY, ...choices], answers.values[target]?.[wordsKey(value.words, target)]),
  );
  const rest = values.length - asked.length + cause.more;
  return [
    others('All values without an answer below'),
    ...inputs,
    ...(rest > 0 ? [small(`${count(rest, 'more value')} not shown here.`)] : []),
  ];
};

const defaultBlocks = async (request: SlackRequest, job: ImportJob, cause: Cause): Promise<KnownBlock[]> => {
  const field = fieldOf({ entity: job.entity, target: cause.target });
  if (!field) return [];
  const said = job.answers.defaults[cause.target];
  const value = said?.is === 'value' ? said.raw : null;
  const context = await formContext(request, entityOf(job.entity), { [DEFAULT]: value });
  const help = `For the ${count(cause.rows, 'row')} without it. Rows that have it keep theirs.`;
  return [inputBlock({ name: DEFAULT, field: { ...field, required: false, help }, value }, context)];
};

const headline = ({ is, heading, rows, reason }: Cause): string => {
  const named = `*${escape(heading ?? 'Rows')}*`;
  if (is === 'missing') return `${named} is missing in ${count(rows, 'row')}.`;
  return `${named}: ${count(rows, 'row')} can’t be imported as they are.\n${escape(cut(reason, 500))}`;
};

/** Asks what to do with all rows that one cause keeps out. */
export async function fixForm(request: SlackRequest, job: ImportJob, at: number): Promise<ModalView> {
  const { causes, check } = await reportOf(request, job.id);
  const cause = causes[at];
  if (!cause) return checkForm(request, job);
  const memory: FormMemory = {
    form: 'import-fix',
    entity: job.entity,
    job: job.id,
    cause: at,
    check,
    target: cause.target,
    ...(request.channel && { channel: request.channel }),
  };
  return formOf('Fix rows', 'Check again', memory, [
    section(headline(cause)),
    ...(await (cause.is === 'missing' ? defaultBlocks : valueBlocks)(request, job, cause)),
    backButton(),
  ]);
}

const meaningFrom = (raw: unknown, field: Field): Meaning | null => {
  if (typeof raw !== 'string') return null;
  if (raw === EMPTY.value) return { is: 'empty' };
  if (raw === CREATE.value) return { is: 'create' };
  const called = newName(raw);
  if (called !== null) return { is: 'create', words: called };
  return { is: 'value', raw: field.kind === 'choice' ? raw : Number(raw) };
};

const othersFrom = (state: State): Others => {
  const chosen = state[OTHERS]?.[OTHERS]?.selected_option?.value;
  return chosen === 'empty' || chosen === 'create' ? chosen : 'skip';
};

/** @throws Invalid where the answer is none for such a field */
const defaultFrom = (request: SlackRequest, field: Field, state: State): Default | null => {
  const raw = answerTo(state, DEFAULT, field);
  if (raw === null || raw === undefined || raw === '') return null;
  const called = newName(raw);
  if (called !== null) return { is: 'create', words: called };
  const { currency, locale } = request.slack.crm.settings;
  const read = parseField(field, raw, { currency, locale });
  if ('problem' in read) throw new Invalid({ [DEFAULT]: read.problem });
  return { is: 'value', raw: typeof raw === 'number' ? raw : String(raw) };
};

/** Takes the answers, and tries the file again. */
export async function saveFix(request: SlackRequest, memory: FormMemory, state: State): Promise<Slow> {
  const { job: id = 0, cause: at = 0 } = memory;
  const { causes, check } = await reportOf(request, id);
  if (check !== memory.check) throw new Unclear('This file was checked again meanwhile. Go back and choose again.');
  const cause = causes[at];
  const field = fieldOf(memory);
  const more: Partial<Answers> = {};
  if (cause?.is === 'missing' && field) {
    const value = defaultFrom(request, field, state);
    if (value) more.defaults = { [cause.target]: value };
  } else if (cause) {
    more.others = { [cause.target]: othersFrom(state) };
    const meanings = cause.values.slice(0, MOST_ASKED).flatMap(({ words }, index): [string, Meaning][] => {
      const meaning = field ? meaningFrom(answerTo(state, valueBlock(index), field), field) : null;
      return meaning === null ? [] : [[wordsKey(words, cause.target), meaning]];
    });
    more.values = { [cause.target]: Object.fromEntries(meanings) };
  }
  return checking(request, await answerImport(request, id, more));
}

/** Behind Back: the preview. */
export async function redrawFix(request: SlackRequest, memory: FormMemory): Promise<ModalView> {
  return checkForm(request, await jobOf(request, memory.job ?? 0));
}
