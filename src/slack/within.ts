/** The result of a call, unless it takes longer than somebody waits; the call itself goes on. @throws after `ms` milliseconds */
export async function within<T>(ms: number, call: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Slack did not answer within ${ms} ms`)), ms).unref();
  });
  return Promise.race([call, late]).finally(() => clearTimeout(timer));
}
