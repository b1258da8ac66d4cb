export { dueSchedule, haltSchedule, runSchedule, stopSchedule } from './run.ts';
export {
  type Scheduled,
  allSchedules,
  endSchedule,
  everyOf,
  nextRunOf,
  pauseSchedule,
  reviseSchedule,
  schedule,
  schedulesOf,
} from './schedules.ts';
