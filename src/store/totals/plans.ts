/** So many are kept: people ask the same, and a question stays the same until midnight. */
const MOST = 100;

/** Lets plans for questions be made once. @param make from plain values alone; what it gives is not to be changed */
export function keepPlans<Of extends readonly unknown[], Plan>(make: (...of: Of) => Plan): (...of: Of) => Plan {
  const plans = new Map<string, Plan>();
  return (...of) => {
    const key = JSON.stringify(of);
    const plan = plans.get(key) ?? make(...of);
    if (plans.size >= MOST) plans.clear();
    plans.set(key, plan);
    return plan;
  };
}
