import type { InputBlock, KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import { AlreadyDone } from '../../../model/errors.ts';
import { entityOf } from '../../../model/registry.ts';
import { count } from '../../../model/text/text.ts';
import { jobOf, type ImportJob, firstRejects, rejectLine } from '../../../crm/import/index.ts';
import { button, escape, plain, section, small } from '../../messages/blocks.ts';
import { reading, type SlackRequest } from '../../slack-context.ts';
import { runImport } from './run-import.ts';
import { forecastLines, importing, writesAny } from './import-view.ts';
import type { State } from '../../forms/answers.ts';
import { formOf, type FormMemory } from '../../forms/form.ts';
import type { Slow } from '../../forms/slow.ts';
import { backButton } from '../../forms/split.ts';

const TWINS = 'twins';
const SHOWN = 8;

const CHOICES: readonly PlainTextOption[] = [
  { text: plain('Skip them'), value: 'skip' },
  { text: plain('Import anyway'), value: 'create' },
];

const twinsInput = (n: number): InputBlock => ({
  type: 'input',
  block_id: TWINS,
  label: plain(`${count(n, 'row')} might be duplicates`, 150),
  element: {
    type: 'radio_buttons',
    action_id: TWINS,
    options: [...CHOICES],
    ...(CHOICES[0] && { initial_option: CHOICES[0] }),
  },
});

const rejectBlocks = async (request: SlackRequest, { id, tally: { bad, twins } }: ImportJob): Promise<KnownBlock[]> => {
  const all = bad + twins;
  if (all === 0) return [];
  const first = await firstRejects(request, id, SHOWN);
  const more = all > first.length ? [`… and ${count(all - first.length, 'more', 'more')}`] : [];
  return [
    section([...first.map((one) => `• ${escape(rejectLine(one))}`), ...more].join('\n')),
    { type: 'actions', elements: [button('Download these rows', 'import-rejected', String(id))] },
  ];
};

/** Shows what would happen, before anything is written. */
export async function checkForm(request: SlackRequest, job: ImportJob): Promise<ModalView> {
  const { twins } = job.tally;
  const some = writesAny(job) || twins > 0;
  const memory: FormMemory = {
    form: 'import-check',
    entity: job.entity,
    job: job.id,
    ...(request.channel && { channel: request.channel }),
  };
  return formOf('Preview', some ? 'Import' : null, memory, [
    section(`*${escape(job.file)}*: ${count(job.rows, 'row')}. Nothing is saved yet.`),
    section(forecastLines(job).join('\n')),
    ...(await rejectBlocks(request, job)),
    ...(twins > 0 ? [twinsInput(twins)] : []),
    backButton(),
    small(
      some
        ? 'You can undo the whole import at once. Only subscriptions that include imports post it.'
        : 'There’s nothing to import. Fix the file, or go back and match columns again.',
    ),
  ]);
}

/** Runs the import and shows its result. */
export async function saveCheck(request: SlackRequest, { job: id = 0 }: FormMemory, state: State): Promise<Slow> {
  const job = await jobOf(request, id);
  if (job.state !== 'checked') throw new AlreadyDone(job.act);
  const chosen = state[TWINS]?.[TWINS]?.selected_option?.value;
  const twins = chosen === 'create' ? 'create' : 'skip';
  return {
    first: importing(job, 0),
    work: async (show) => {
      const message = await runImport(request, job, { twins, progress: (done) => show(importing(job, done)) });
      return { view: reading(`Import ${entityOf(job.entity).plural}`, message.blocks), message: null };
    },
  };
}
