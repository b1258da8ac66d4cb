import { entityOf } from '../../../model/registry.ts';
import { count } from '../../../model/text/text.ts';
import { checkImport, type ImportJob } from '../../../crm/import/index.ts';
import type { Slow } from '../../forms/slow.ts';
import type { SlackRequest } from '../../slack-context.ts';
import { checkForm } from './import-check.ts';
import { readyMessage, waiting } from './import-view.ts';

/** Tries a file, and shows what would happen. */
export function checking(request: SlackRequest, job: ImportJob): Slow {
  const entity = entityOf(job.entity);
  const { locale } = request.slack.crm.settings;
  const progress = (done: number): string =>
    `Checking ${job.file}…\n${done.toLocaleString(locale)} of ${count(job.rows, 'row')}`;
  return {
    first: waiting(entity, progress(0)),
    work: async (show) => {
      const checked = await checkImport(request, job.id, (done) => show(waiting(entity, progress(done))));
      return { view: await checkForm(request, checked), message: readyMessage(checked) };
    },
  };
}
