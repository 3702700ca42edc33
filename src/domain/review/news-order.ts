// Which of two tellings of one fact about a template counts. News carry the provider's time; what is read back carries ours, and
// may be an answer out of the provider's cache: it never undoes news that are newer, nor news too young to be in it.

export type Fact = 'review' | 'quality' | 'category' | 'content';

/** Of each fact, the time of the newest news and of the newest read (ISO). `absentAt`: first read that did not find it. */
export type Heard = Partial<Record<Fact, { readonly news?: string; readonly read?: string }>> & {
  readonly absentAt?: string;
};

export type Telling = { readonly source: 'news' | 'read'; readonly at: string };

/** How long a read may still show what was before. */
export const READ_TRAILS_MS = 10 * 60_000;
/** The same for "in review", when a verdict was told and the text is the same: a template does not go back by itself. */
export const REVIEW_TRAILS_MS = 24 * 3_600_000;

/**
 * `old`: something newer is known. `too_soon`: a read that may not contradict what was told a moment ago; read again later.
 * News of the same second count by arrival, because providers' times may have whole seconds.
 */
export function orderOf(
  heard: Heard | undefined,
  fact: Fact,
  { source, at }: Telling,
  trailsMs: number = READ_TRAILS_MS,
): 'counts' | 'old' | 'too_soon' {
  const { news, read } = heard?.[fact] ?? {};
  if ((read !== undefined && at < read) || (news !== undefined && at < news)) return 'old';
  const isYoung = source === 'read' && news !== undefined && Date.parse(at) - Date.parse(news) < trailsMs;
  return isYoung ? 'too_soon' : 'counts';
}

/** The times after one more telling. */
export function withTelling(heard: Heard | undefined, fact: Fact, { source, at }: Telling): Heard {
  const before = heard?.[fact]?.[source];
  if (heard && before !== undefined && before >= at) return heard;
  return { ...heard, [fact]: { ...heard?.[fact], [source]: at } };
}
