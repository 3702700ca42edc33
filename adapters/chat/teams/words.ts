// The few sentences the Teams adapter says by itself. They are written in the words files; here is only their list.

export type TeamsWords = {
  /** Above the button that opens a form: a typed message cannot open one. */
  readonly openForm: string;
  /** Label of that button. */
  readonly openFormButton: string;
  /** The form was put into the private chat (forms as cards, or no dialogs here). */
  readonly formInChat: string;
  /** A form that is a card was closed; what was typed is kept where the form keeps drafts. */
  readonly formClosed: string;
  /** Nothing private can be said here; names the way out. */
  readonly cannotAnswerHere: (name: string) => string;
  /** Left where somebody asked, when the answer went to their private chat; others read it too. */
  readonly answeredInChat: (name: string) => string;
  /** Teams lists this person nowhere as one of the company: a guest, somebody of another company, or never seen. */
  readonly notOfOurs: string;
  /** Teams did not say in time whether they are. */
  readonly notChecked: string;
  /** Teams sent no directory id with what somebody did, so nobody knows who it was. */
  readonly nobody: string;
  /** A button or command Aval does not know, or that came without what belongs to it. */
  readonly notUnderstood: string;
  /** A message to us that is too long to be read. */
  readonly tooLong: string;
  /** Something broke on our side. */
  readonly broke: string;
  /** Placeholder of a menu. */
  readonly choose: string;
  /** Placeholder of a searchable menu. */
  readonly typeToSearch: string;
  /** Label of the plain input below a searchable menu, for clients that cannot search. */
  readonly typeInstead: (label: string) => string;
  /** What was typed there is not the name of one thing. */
  readonly notOneMatch: (typed: string) => string;
  /** Title of a dialog that only says something. */
  readonly noticeTitle: string;
  /** Label of the button that takes a card form away. */
  readonly close: string;
  /** A button or command that should open a form did not: it may be used again. */
  readonly pressAgain: string;
  /** Below a preview that shows its beginning only, since the form is too large for Teams. */
  readonly previewCut: string;
  /** A form or a button did its work and has nothing more to show: the card it belongs to shows the result. */
  readonly done: string;
  /** The page that asks for a customer's number when a command without one was chosen: title (≤ 24 characters), */
  readonly numberTitle: string;
  /** label of its only field, */
  readonly numberLabel: string;
  /** The same where customers can be chosen above it, and the label of that choice, */
  readonly otherNumberLabel: string;
  readonly contactLabel: string;
  /** how to write it, */
  readonly numberHint: string;
  /** and its button (≤ 24 characters). */
  readonly numberSubmit: string;
  /** Before each fault under its field, e.g. "Fix:"; a colour alone says nothing to many. */
  readonly fault: string;
  /** First line of a refused form: how many things need a change, and that what was typed is kept. */
  readonly faults: (count: number) => string;
  /** In brackets after the label of a field that may stay empty, e.g. "optional". */
  readonly optional: string;
};

/** BCP 47 language → words; undefined = the person's language is not known. */
export type WordsIn = (language: string | undefined) => TeamsWords;
