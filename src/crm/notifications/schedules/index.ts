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
  scheduleById,
  schedulesOf,
} from './schedules.ts';
