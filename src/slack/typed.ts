/**
 * What a person typed, from the way Slack sends it: entities decoded, links and channels as they were read. People stay
 * as `<@U…>`, because only the id says who is meant.
 */
export function asTyped(text: string): string {
  return text
    .replace(/<#C[^|<>]*\|([^<>]+)>/g, '#$1')
    .replace(/<(?:https?:|mailto:)[^|<>]*\|([^<>]+)>/g, '$1')
    .replace(/<((?:https?:|mailto:)[^|<>]*)>/g, (_link, address: string) => address.replace(/^mailto:/, ''))
    .replace(/<@([UW][A-Z0-9]+)\|[^<>]*>/g, '<@$1>')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');
}
