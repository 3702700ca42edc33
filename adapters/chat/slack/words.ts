// The few sentences the Slack adapter says by itself. They are written in the words files; here is only their list.

export type SlackWords = {
  /** To its person only, while a click is being worked on. */
  readonly working: string;
  /** The form could not be opened in time; a button to try again stands below. */
  readonly clickAgain: string;
  /** Label of that button. ≤ 75 characters. */
  readonly clickAgainButton: string;
  /** Like `clickAgain`, where the person has to press their button again themselves. */
  readonly pressAgain: string;
  /** Slack does not let us in any more. */
  readonly lockedOut: string;
  /** A permission is missing. */
  readonly notPermitted: string;
  /** Slack asks us to wait so many seconds. */
  readonly askedToWait: (seconds: number) => string;
  /** Somebody from another workspace, in a shared channel. */
  readonly otherWorkspace: string;
  /** Something broke on our side. */
  readonly broke: string;
  /** Placeholder of a menu. ≤ 150 characters. */
  readonly choose: string;
  /** Placeholder of a searchable menu. ≤ 150 characters. */
  readonly typeToSearch: string;
  /** Title of a modal that only says something. ≤ 24 characters. */
  readonly noticeTitle: string;
  /** Button that closes it. ≤ 24 characters. */
  readonly close: string;
};

/** BCP 47 language → words; undefined = the person's language is not known yet. */
export type WordsIn = (language: string | undefined) => SlackWords;
