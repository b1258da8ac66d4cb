export {
  type DeliveryStatus,
  type Heard,
  type Passed,
  TOLD,
  type WhyChange,
  type WhyThis,
  type WhyUpdate,
  isTold,
  whyOf,
  whyThis,
} from './why.ts';
