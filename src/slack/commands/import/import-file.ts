import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import type { Entity } from '../../../model/entity.ts';
import { fieldTargetsOf } from '../../../model/import/targets.ts';
import { Invalid, Problem } from '../../../model/errors.ts';
import { Unavailable } from '../../../model/runtime/unavailable.ts';
import { entityOf } from '../../../model/registry.ts';
import { MOST_BYTES, takeFile } from '../../../crm/import/index.ts';
import { escape, plain, section, small } from '../../messages/blocks.ts';
import type { SlackRequest } from '../../slack-context.ts';
import { assertSize, type SlackFile } from '../../messages/download.ts';
import { columnsForm } from './import-columns.ts';
import { readyMessage, waiting } from './import-view.ts';
import type { State } from '../../forms/answers.ts';
import { formOf, type FormMemory } from '../../forms/form.ts';
import type { Ending, Slow } from '../../forms/slow.ts';

const FILE = 'file';
const TEXT = 'text';
/** Slack takes no more in an input. */
const MOST_PASTED = 3000;

const fileInput: InputBlock = {
  type: 'input',
  block_id: FILE,
  optional: true,
  label: plain('CSV file'),
  hint: plain('CSV with a header row (comma, semicolon or tab). Max. 10 MB, 50,000 rows.', 2000),
  element: { type: 'file_input', action_id: FILE, filetypes: ['csv', 'tsv', 'txt', 'text'], max_files: 1 },
};

const textInput = (pasted: string): InputBlock => ({
  type: 'input',
  block_id: TEXT,
  optional: true,
  label: plain('Or paste the table'),
  hint: plain('Start with the header row. Above 3,000 characters, attach a file.', 2000),
  element: {
    type: 'plain_text_input',
    action_id: TEXT,
    multiline: true,
    max_length: MOST_PASTED,
    ...(pasted !== '' && { initial_value: pasted }),
  },
});

const intro = (request: SlackRequest, entity: Entity): KnownBlock[] => {
  const labels = fieldTargetsOf(entity, request.actor.role).map(
    ({ label, field }) => `${label}${field?.required && !('initial' in field && field.initial) ? ' (required)' : ''}`,
  );
  return [
    section('One row per record. You’ll see a preview before anything is saved.'),
    small(
      `Columns, in any order: ${escape(labels.join(', '))}. Others are ignored.`,
      'IDs of another system are kept: the next file from there updates the same records. A file from `/crm export` updates the records it holds.',
    ),
  ];
};

/** Asks for the file. @param trouble what was wrong with the one before, @param pasted what was typed then */
export function fileForm(request: SlackRequest, entity: Entity, { trouble = '', pasted = '' } = {}): ModalView {
  const memory: FormMemory = {
    form: 'import',
    entity: entity.name,
    ...(request.channel && { channel: request.channel }),
  };
  return formOf(`Import ${entity.plural}`, 'Next', memory, [
    ...(trouble === '' ? [] : [section(`:warning: ${escape(trouble)}`)]),
    ...intro(request, entity),
    fileInput,
    textInput(pasted),
  ]);
}

const fileIn = (state: State): SlackFile | null => {
  const [file] = state[FILE]?.[FILE]?.files ?? [];
  if (!file) return null;
  const { id, name, size = 0, url_private_download: url } = file;
  return { id, name, size, url };
};

const NEITHER = 'Attach a CSV file, or paste a table below.';

/** Reads what was given, and asks what its columns hold. */
export function saveFile(request: SlackRequest, { entity: name }: FormMemory, state: State): Promise<Slow> {
  const file = fileIn(state);
  const pasted = state[TEXT]?.[TEXT]?.value ?? '';
  if (file === null && pasted.trim() === '') throw new Invalid({ [FILE]: NEITHER });
  if (file !== null && pasted.trim() !== '')
    throw new Invalid({ [TEXT]: 'Use either a file or a pasted table. Remove one of them.' });
  const entity = entityOf(name);
  const called = file?.name ?? 'the pasted table';
  return Promise.resolve({
    first: waiting(entity, `Reading ${called}…`),
    work: () => taken(request, entity, { file, pasted }),
  });
}

interface Given {
  file: SlackFile | null;
  pasted: string;
}

const taken = async (request: SlackRequest, entity: Entity, { file, pasted }: Given): Promise<Ending> => {
  const { download, log } = request.slack;
  try {
    if (file) assertSize(file, MOST_BYTES);
    const bytes = file ? await download(file, MOST_BYTES) : Buffer.from(pasted);
    const called = file?.name ?? 'the pasted table';
    const job = await takeFile(request, { entity, file: called, bytes });
    return { view: await columnsForm(request, job), message: readyMessage(job) };
  } catch (error) {
    if (!(error instanceof Problem || error instanceof Unavailable)) throw error;
    log.info({ err: error }, 'a file was not imported');
    const trouble = error instanceof Unavailable ? error.inForm() : error.message;
    return { view: fileForm(request, entity, { trouble, pasted }), message: null };
  }
};
