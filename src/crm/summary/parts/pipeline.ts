import { allStages } from '../../../store/stages.ts';
import type { Db } from '../../../store/database.ts';
import { openByStage, type StageRow } from '../../../store/reports/open-deals.ts';
import type { AgedStage, Band } from './ageing.ts';
import type { Asked } from '../request.ts';
import { selectionOf } from '../subjects.ts';
import { stagesFromTotals } from '../totals/parts.ts';
import { whose } from '../totals/owner-scope.ts';

export interface StageLine {
  name: string;
  /** Deals of every currency. */
  count: number;
  /** Minor units of the settings' currency. */
  value: number;
  /** `value` times the stage's probability, in minor units. */
  weighted: number;
}

/** The same at the end of the period before, by the amounts and percents of today. */
export interface StageBeside extends StageLine {
  before: Pick<StageLine, 'count' | 'value' | 'weighted'>;
}

type Here = Pick<Asked, 'scope' | 'currency'>;

const read = async (db: Db, { scope, currency }: Here): Promise<StageRow[]> => {
  const known = await whose(db, scope);
  return known ? stagesFromTotals(db, currency, known.owners) : openByStage(db, selectionOf('deal', scope), currency);
};

/** The open stages in the order of the pipeline, with the deals that stand in them now. */
export async function pipelineNow(db: Db, asked: Here): Promise<StageLine[]> {
  const found = new Map((await read(db, asked)).map((row) => [row.stage, row]));
  const open = (await allStages(db)).filter(({ outcome }) => outcome === 'open');
  return open.map(({ id, name, probability }) => {
    const { count = 0, value = 0 } = found.get(id) ?? {};
    return { name, count, value, weighted: Math.round((value * probability) / 100) };
  });
}

const together = (bands: readonly Band[], of: keyof Band): number => bands.reduce((sum, band) => sum + band[of], 0);

/** The same beside what stood in the stages at the end of the period before. @param aged of the same question */
export async function pipelineBeside(db: Db, asked: Here, aged: readonly AgedStage[]): Promise<StageBeside[]> {
  const lines = await pipelineNow(db, asked);
  const open = (await allStages(db)).filter(({ outcome }) => outcome === 'open');
  const lineOf = new Map(open.map(({ id }, at) => [id, lines[at]]));
  return aged.map(({ id, name, probability, before, unknownBefore }) => {
    const then = [...before, unknownBefore];
    const [count, value] = [together(then, 'count'), together(then, 'value')];
    const now = lineOf.get(id) ?? { name, count: 0, value: 0, weighted: 0 };
    return { ...now, before: { count, value, weighted: Math.round((value * probability) / 100) } };
  });
}
