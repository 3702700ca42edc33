// How the adapter reports numbers: names are ours, the caller gives them a prefix and a home.

/** One more of `metric`; labels are few and closed. */
export type Count = (metric: string, labels: Readonly<Record<string, string>>) => void;
/** A duration in seconds. */
export type Observe = (metric: string, seconds: number) => void;
