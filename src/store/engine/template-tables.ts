// The schema of templates, as in `tables.ts`.
import type { Generated } from 'kysely';

export type TemplatesTable = {
  id: string;
  sender_id: string;
  name: string;
  language: string;
  category: string;
  content: string;
  /** Lower-case name + language + body, for search. */
  search_text: string;
  /** Hash of what a provider gives back; null until first read-back. */
  approved_fingerprint: string | null;
  remote_fingerprint: string | null;
  drifted_at: string | null;
  remote_content: string | null;
  external_id: string | null;
  proposal_id: string | null;
  review: string;
  review_raw: string;
  review_detail: string | null;
  review_at: string;
  quality: string;
  future_category: string | null;
  future_category_at: string | null;
  submitted_at: string | null;
  enabled_at: string | null;
  enabled_by: string | null;
  synced_at: string | null;
  /** JSON of `Heard`. */
  heard: string | null;
  slow_notices: number;
  created_at: string;
  updated_at: string;
  /** Whose it is at the provider; with name and language its identity. `sender_id` is one sender of that account. */
  account: string;
  /** Its name at WhatsApp, where the provider has another one for it. */
  filed_as: Generated<string | null>;
};
/** Former ids of templates that turned out to be one, and the proposals they came from. */
export type TemplateAliasesTable = { id: string; template_id: string; proposal_id: string | null };
/** The same template in the account of another provider. */
export type TemplateSightsTable = {
  account: string;
  name: string;
  language: string;
  external_id: string;
  template_id: string;
};
