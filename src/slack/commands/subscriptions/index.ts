export { saveSubscription } from './save-subscription.ts';
export { SUBSCRIPTION_FIELDS, redrawnSubscription } from './subscription-form.ts';
export { eventsInWords, namesToday } from './subscription-list.ts';
export { filterToday } from './subscription-words.ts';
export { subscriptionCommands } from './subscriptions.ts';
