// What people call a provider and the place where its templates are looked after. Words take them as {provider} and {console}.

export type ProviderNames = {
  /** The company, e.g. the one named on the invoice. Never translated. */
  readonly provider: string;
  /** Its own console, where an admin looks after templates, numbers and billing. */
  readonly console: string;
};
