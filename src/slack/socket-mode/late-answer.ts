/**
 * Says through a command's response URL what its acknowledgement was to say, where the connection broke in between. Other
 * acknowledgements hold nothing that could be said later.
 * @param patience milliseconds
 * @throws Error when Slack does not take it there either
 */
export async function answerElsewhere(
  { command, response_url: url }: Record<string, unknown>,
  answer: Record<string, unknown>,
  patience: number,
): Promise<void> {
  if (command === undefined || typeof url !== 'string' || Object.keys(answer).length === 0) return;
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(answer),
    signal: AbortSignal.timeout(patience),
  });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`Slack took no late answer: HTTP ${response.status}`);
}
