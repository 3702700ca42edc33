// What happened at the provider, told in the thread, English.
export const review = {
  'notice.over': 'Settled since: nothing is left to do here.',
  'notice.title.approved': '{provider} approved {name}',
  'notice.title.rejected': '{provider} rejected {name}',
  'notice.title.paused': '{provider} paused {name}',
  'notice.title.disabled': '{provider} disabled {name}',
  'notice.title.warned': '{provider} warns about {name}',
  'notice.title.other': 'News about {name}',
  'notice.title.category': 'Category of {name} changed',
  'notice.title.category_later': 'Category of {name} will change',
  'notice.title.quality': 'Quality of {name} changed',
  'notice.title.drift': 'The text of {name} changed at {provider}',
  'notice.title.drift_over': 'The text of {name} is right again',
  'notice.title.slow': 'Still no answer about {name}',
  'notice.title.submitted': '{name} was submitted to {provider}',
  'notice.title.conflict': '{provider} has another {name}',
  'notice.title.stuck': '{name} could not be submitted',

  'notice.approved.enabled': '{template} is approved and enabled. Agents can send it:',
  'notice.approved.not_enabled': '{template} is approved. Agents cannot send it yet. To let them, press {button}.',
  'notice.approved.on_card':
    '{template} is approved. Agents cannot send it yet. To let them, press {button} on the card of this proposal.',
  'notice.approved.command': 'send-active +5491155551234 {name} {language}',
  'notice.warned': '{template} is still in use, but {provider} warns that this may end.',
  'notice.warned_until': '{template} is still in use, but {provider} warns that this may end on {until}.',
  'notice.warned.next': 'Look at it in {console}. Send it only to people who expect it, and prepare another wording.',
  'notice.date': '{provider} names this date: {until}.',
  'notice.rejected': '{provider} did not accept {template}.',
  'notice.paused': 'Too many customers blocked or reported {template}. It cannot be sent for now.',
  'notice.paused_until':
    'Too many customers blocked or reported {template}. It cannot be sent until {until}; then {provider} lets it run again.',
  'notice.paused.next':
    'Send it to fewer people, or make the text clearer and propose a new version. At the third pause {provider} disables it.',
  'notice.disabled': '{template} can no longer be sent, and {provider} does not bring it back.',
  'notice.disabled.next': 'Propose a new template with a different name and different wording.',
  'notice.in_appeal':
    'An appeal for {template} is running at {provider}. It cannot be sent until it is decided, usually within a day.',
  'notice.archived':
    '{provider} archived {template}: it was not used for a year. It can be brought back in {console}; after 28 days it is deleted.',
  'notice.deleted':
    '{template} was deleted at {provider}. Its name cannot be used for 30 days; a new proposal needs another name.',
  'notice.limit_exceeded':
    '{provider} takes no more templates, so {template} is not in use: the account is full. Delete some that are not used in {console}, then press Retry on the card.',
  'notice.pending': '{template} is in review at {provider} again. It cannot be sent until the review is over.',
  'notice.unknown':
    '{provider} reports a state we do not know for {template}: “{raw}”. It is not sendable until it says approved. Look at it in {console}.',

  'notice.reason': 'Reason: {reason}',
  'notice.explanation': '{provider} explains: {text}',
  'notice.recommendation': '{provider} recommends: {text}',
  'notice.fix': 'Fix and resubmit',
  'notice.enable': 'Enable for agents',
  'notice.accept': 'Accept the new text',
  'notice.accept.title': 'Accept the new text',
  'notice.accept.text':
    'The text {provider} has now becomes the approved one, in your name. Held messages were written for the old one: they are not sent, and each card says so.',
  'notice.accept.yes': 'Accept',
  'notice.for_proposer': '{who}, this is yours to take on.',
  'notice.for_enablers': '{who}, this waits for one of you.',
  'notice.for_admins': '{who}, an admin is needed.',

  'reason.ABUSIVE_CONTENT': '{provider} finds the content abusive or threatening. Rewrite it in a neutral tone.',
  'reason.SCAM':
    '{provider} takes it for a scam. Say who you are and why you write; leave out requests for personal data and shortened links.',
  'reason.PROMOTIONAL': 'It promotes something. Propose it as Marketing, or take the promotion out.',
  'reason.INCORRECT_CATEGORY':
    'The category does not fit the text. Choose the other category, or ask {provider} for a category review.',
  'reason.TAG_CONTENT_MISMATCH':
    'The text does not fit the category or the language chosen. Correct the one that is wrong.',
  'reason.INVALID_FORMAT':
    '{provider} finds a fault in the format, often variables without text between them or at the edge.',
  'reason.CATEGORY_NOT_AVAILABLE': 'The category is not available for this account. Choose another one.',
  'reason.FIRST_PAUSE': 'First pause, three hours, for low quality.',
  'reason.SECOND_PAUSE': 'Second pause, six hours, for low quality.',
  'reason.RATE_LIMITING_PAUSE':
    'Paused by {provider} while it measures the quality. It has to be resumed in {console}.',
  'reason.UNPAUSE': 'The pause is over.',
  'reason.DISABLED': 'Third low-quality pause in a row, or a breach of policy.',
  'reason.other': '{provider}’s reason is “{reason}”.',

  'notice.category.now':
    '{provider} changed the category of {template} from {from} to {to}. Each message may cost something else from now on.',
  'notice.category.now_unknown':
    '{provider} set the category of {template} to {to}. Each message may cost something else from now on.',
  'notice.category.later': '{provider} will change the category of {template} from {from} to {to}.',
  'notice.category.later_at': '{provider} will change the category of {template} from {from} to {to} on {at}.',
  'notice.category.next':
    'If that is wrong, an admin can ask for a review in {console} within 60 days. If it is right, nothing needs doing.',
  'notice.quality': 'The quality of {template} went from {from} to {to}.',
  'notice.quality.red': 'If it stays low, {provider} pauses the template. Send it only to people who expect it.',
  'notice.quality.fine': 'Nothing needs doing.',
  'notice.drift': 'Someone edited {template} at {provider}. Sends are held, because that text was not approved here.',
  'notice.drift.next':
    'Either accept {provider}’s text, or undo the edit in {console}; sends go on by themselves once both are equal.',
  'notice.drift.diff': 'From what was approved here to what {provider} has',
  'notice.drift_over': 'The text of {template} at {provider} equals the approved one again. Held sends go on.',
  'notice.slow.24':
    '{provider} has had {template} for more than 24 hours (since {since}); usual is less than a day. Nothing needs doing yet: we keep asking.',
  'notice.slow.72':
    '{provider} has had {template} for more than three days (since {since}). {who} should ask {provider}’s support, with the name and language of the template.',
  'notice.slow.admin': 'An admin',
  'notice.submitted':
    '{template} was submitted, {at}. {provider}’s review usually takes less than a day; the answer comes into this thread.',
  'notice.submitted.category':
    'Asked for as {asked}, but {provider} filed it as {given}. Each message may cost something else. If that is wrong, delete it in {console} or ask for a category review there.',
  'notice.linked':
    '{provider} already had {template} with the same content, {at}. It is linked to this proposal, and nothing was created twice.',
  'notice.conflict': '{provider} already has {template} with another text, so nothing was submitted.',
  'notice.conflict.next':
    'Fix and resubmit under another name, or delete the one at {provider} and press Retry on the card.',
  'notice.conflict.diff': 'From what was approved here to what {provider} has',
  'notice.stuck.sample': '{template} is approved here, but {provider} was not asked yet. {what}',
  'notice.stuck': '{template} is approved here, but {provider} did not take it. {what}',

  'sender.stopped.title': 'Sender {sender} is stopped',
  'sender.stopped': 'No message leaves from {sender} since {at}. {what} {next}',
  'sender.stopped.then': 'Waiting sends are kept. When the cause is gone, press {button}.',
  'sender.resume': 'Resume sender',
  'sender.resume.title': 'Resume sender',
  'sender.resume.text': 'Waiting messages leave from {sender} again. If the cause is still there, it stops again.',
  'sender.resume.yes': 'Resume',
  'sender.resumed.title': 'Sender {sender} runs again',
  'sender.resumed': '{by} resumed {sender}, {at}. Waiting messages are leaving.',
  'sender.notice.title': 'News about sender {sender}',
  'sender.notice': '{provider} reports about {sender}, {at}: {detail}',
  'sender.notice.next': 'Look at the account in {console}.',
} as const;
