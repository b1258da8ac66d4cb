export { type StageTime, stageTimes } from './stage-times.ts';
export { type StageInUse, addStage, moveStage, pipelineInUse, removeStage } from './stages.ts';
