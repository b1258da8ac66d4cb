import type { FunnelStage } from './pictures.ts';

export interface Step extends FunnelStage {
  /** The deals that reached the stage before and not this one; none at the first. */
  left: number;
  /** The share of the stage before that came on; null when nobody could. */
  cameOn: number | null;
}

/** The stages with what became of the deals on the way to them. */
export function stepsOf(stages: readonly FunnelStage[]): Step[] {
  return stages.map((stage, index) => {
    const before = stages[index - 1]?.count ?? stage.count;
    return { ...stage, left: Math.max(0, before - stage.count), cameOn: before > 0 ? stage.count / before : null };
  });
}
