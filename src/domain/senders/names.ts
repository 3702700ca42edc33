// What people call a provider and the place where its templates are looked after. Words take them as {provider} and {console}.

export type ProviderNames = {
  /** The company, e.g. the one named on the invoice. Never translated. */
  readonly provider: string;
  /** Its own console, where an admin looks after templates, numbers and billing; as inside a sentence, “the … Console”. */
  readonly console: string;
  /** The console in other languages, by code, with the article it takes there. Where one is missing, `console` is said. */
  readonly consoleIn?: Readonly<Record<string, string>>;
};
