// Cards about a proposal: root card, thread, reminders, English.
export const proposal = {
  'proposal.title': 'Template proposal {number}: {name}',
  'proposal.summary.pending':
    'Proposal {number} by {proposer}: template {name} ({language}, {category}). {have} of {need} approvals. Approve, reject or request changes.',
  'proposal.summary.other': 'Proposal {number}: template {name} ({language}) is {state}.',
  'proposal.summary.decided': 'It is {state}.',
  'proposal.excerpt': 'What the customer will see, with the sample values (all of it in the thread)',

  'proposal.approve': 'Approve',
  'proposal.reject': 'Reject…',
  'proposal.changes': 'Request changes…',
  'proposal.edit': 'Edit',
  'proposal.edit_again': 'Edit and resubmit',
  'proposal.withdraw': 'Withdraw',
  'proposal.retry': 'Retry',
  'proposal.withdraw.title': 'Withdraw proposal',
  'proposal.withdraw.text': 'Proposal {number} will be closed without a decision. Its thread stays.',
  'proposal.withdraw.yes': 'Withdraw',

  'proposal.foot.pending': 'The proposer cannot decide. Details, comments and history are in the thread.',
  'proposal.fallen': '{name}’s vote: they may no longer approve',
  'proposal.lacking':
    '{need, plural, one {It needs one approval} other {It needs # approvals}}, and {left, plural, =0 {nobody is left who may give one} one {only {names} may still give one} other {only {names} may still give theirs}}: the proposer cannot. An admin can make {lacking, plural, one {one more person approver} other {# more people approvers}}; until then it only waits.',
  'proposal.foot.working': 'Working… The card shows the result in a moment.',
  'proposal.foot.approved': 'Approved by {by}, {at}.',
  'proposal.foot.rejected': 'Rejected by {by}, {at}. Reason: {reason}',
  'proposal.foot.changes_requested': '{by} asked for changes, {at}: {reason}',
  'proposal.foot.withdrawn': 'Withdrawn by {by}, {at}.',
  'proposal.foot.expired': 'Expired without a decision, {at}. To try again, propose it anew.',
  'proposal.foot.queued': 'It is being submitted to {provider}.',
  'proposal.foot.submitted': 'Submitted to {provider}, {at}. The review usually takes less than a day.',
  'proposal.foot.handed_off': '{by} took it to the provider by hand, {at}.',
  'proposal.foot.stuck': 'Submitting failed. {what} {next}',
  'proposal.foot.review': '{provider}’s review: {state}.',
  'proposal.foot.review_until': '{provider}’s review: {state} until {until}.',
  'proposal.foot.ready': 'Ready to send.',
  'proposal.foot.not_enabled': 'Not enabled for agents yet.',
  'proposal.foot.drifted': 'Sends are held: the text at {provider} is not the one approved here.',

  'detail.title': 'Proposal {number}, revision {revision}',
  'detail.summary':
    'Proposal {number}, revision {revision} by {author}: full text of {name}, {count, plural, =0 {no findings} one {one finding} other {# findings}}.',
  'detail.by': 'Revision {revision} by {author}.',
  'detail.to_decide': 'To decide:',
  'to_decide.title': 'Proposal {number} waits for you',
  'to_decide.text':
    'Proposal {number}, {name}, by {by}: you may decide it. {command} lists it with a link to its card.',
  'to_enable.title': 'A template waits to be enabled',
  'to_enable.text': '{template} is approved, and agents can send it once somebody enables it: {command}',
  'detail.clean': 'No findings: it keeps all the rules we can check.',

  'vote.title': 'Vote',
  'vote.approve': '{by} approved revision {revision}, {at}. {have} of {need} approvals.',
  'vote.approve_changed': '{by} changed their vote and approved revision {revision}, {at}. {have} of {need} approvals.',
  'vote.reject': '{by} rejected revision {revision}, {at}. Reason: {reason}',
  'vote.request_changes': '{by} asked for changes to revision {revision}, {at}: {reason}',

  'history.title': 'History',
  'history.withdrawn': '{by} withdrew it, {at}.',
  'history.expired': 'Nobody decided in time; it expired, {at}.',
  'history.retried': '{by} asked to submit it again, {at}.',
  'history.enabled': '{by} enabled it for agents, {at}.',
  'history.disabled': '{by} disabled it for agents, {at}.',
  'history.drift_accepted': '{by} accepted the text {provider} has, {at}.',
  'history.opted_out': 'The customer no longer wants marketing messages, {at}. Utility templates are still allowed.',
  'history.somebody': 'Somebody',

  'reminder.title': 'Proposal {number} is waiting',
  'reminder.text': '{who}: {proposer} has been waiting since {since} for a decision on {name} ({language}).',
  'reminder.text_nobody':
    '{proposer} has been waiting since {since} for a decision on {name} ({language}). No approver is left who can decide: an admin can grant the role.',
  'reminder.deadline': 'It expires {deadline}.',
  'reminder.how': 'Decide with the buttons on the card at the top of this thread.',
  'reminder.summary': 'Reminder: proposal {number}, {name}, is waiting for a decision. {have} of {need} approvals.',

  'undecidable.title': 'Nobody can decide proposal {number}',
  'undecidable.what': 'Proposal {number}, {name}, waits for people who are not there.',

  'history.stopped': 'The customer wants no messages any more, {at}. Nothing is sent to them until they write START.',
  'history.started': 'The customer wants messages again, {at}.',

  'proposal.foot.to_hand_off': 'A person has to carry it to {console}; its text is in the thread.',
  'proposal.hand_in': 'Handed in',
  'proposal.hand_in.outcome': 'Record the outcome',
  'history.handed_in': '{by} handed it in at the provider, {at}.',
  'hand_off.title': 'Carry {name} to {console}',
  'hand_off.what':
    'Proposal {number} is approved, and {provider} takes no templates from here. An approver or admin creates it in {console} exactly as below, then presses {button}.',
  'hand_off.facts': 'Name {name}, language {language}, category {category}.',
  'hand_off.summary': 'Proposal {number}, {name}, has to be carried to {console}.',
  'hand_in.title': 'Handed in',
  'hand_in.what': 'Proposal {number}, {name} ({language}), in {console}.',
  'hand_in.outcome': 'What {provider} says',
  'hand_in.outcome.pending': 'It is there and waits for its review',
  'hand_in.outcome.approved': 'It is approved',
  'hand_in.outcome.rejected': 'It was refused',
  'hand_in.outcome.missing': 'Say where it stands.',
  'hand_in.external_id': 'Id of the template there',
  'hand_in.external_id.hint': 'As {console} shows it, if it shows one.',
  'hand_in.reason': 'Reason of the refusal',
  'hand_in.reason.hint': 'What the provider wrote, so that the proposer can mend it.',
  'hand_in.submit': 'Record it',

  'thread.not_sent.title': 'This did not reach the customer',
  'thread.not_sent.text':
    'Only colleagues read this thread. To write to the customer, send an approved template: {command}',
  'thread.not_sent.send': 'Send a template…',
  'thread.not_decided.title': 'This message decided nothing',
  'thread.not_decided.buttons':
    'Proposal {number} is {state}. What is written in its thread stays a comment. These buttons do something:',
  'thread.not_decided.others':
    'Proposal {number} is {state}. What is written in its thread stays a comment for everybody to read. There is nothing for you to decide here.',
} as const;
