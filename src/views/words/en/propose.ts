// The propose form and the forms of a decision, English.
export const propose = {
  'propose.title.new': 'Propose template',
  'propose.title.change': 'Change proposal',
  'propose.title.samples': 'Samples and buttons',
  'propose.title.check': 'Check and submit',
  'propose.submit': 'Ask for approval',
  'propose.start_over': 'Start over',
  'propose.summary.1': 'Form to propose a WhatsApp template, step 1 of 3: what it says.',
  'propose.summary.2': 'Form to propose a WhatsApp template, step 2 of 3: samples and buttons.',
  'propose.summary.3': 'Form to propose a WhatsApp template, step 3 of 3: check {name} and ask for approval.',
  'propose.summary.errors':
    '{count, plural, one {One thing needs a change.} other {# things need a change.}} Everything typed was kept.',
  'propose.resumed': 'This is the draft you left earlier. Go on, or press {button} for an empty form.',
  'propose.changes': '{by} asked for changes: {reason}',
  'propose.rejected': '{provider} rejected the last revision. {reason}',

  'propose.sender': 'Sender',
  'propose.sender_missing': 'Choose the sender this template is for.',
  'propose.name': 'Name',
  'propose.name.hint': 'Lowercase letters, digits and underscores. It cannot be changed later.',
  'propose.name.placeholder': 'order_ready',
  'propose.language': 'Language',
  'propose.language.hint': 'Type to search. en and en_US count as two different templates.',
  'propose.category': 'Category',
  'propose.purpose': 'Purpose',
  'propose.purpose.hint': 'For your own records. It is not sent to {provider}.',
  'propose.header_format': 'Header',
  'propose.header_text': 'Header text',
  'propose.header_text.hint': 'Only for a text header. At most one variable, no formatting.',
  'propose.header_text.unused':
    'There is a header text, but the header is not of the kind Text. Choose Text above, or empty this.',
  'propose.header_text.placeholder': 'Order {variable}',
  'propose.body': 'Body',
  'propose.body.hint':
    'Needed, except for Authentication, where WhatsApp writes the text. Variables are {positional}, {second} … or {named}. Formatting: *bold*, _italic_, ~strikethrough~.',
  'propose.body.placeholder': 'Hello {variable}, your order is ready to be picked up.',
  'propose.footer': 'Footer',
  'propose.footer.hint': 'Small grey line under the body, without variables.',
  'propose.button_count': 'Number of buttons',
  'propose.button_count.hint': 'The next step asks for each of them.',

  'propose.samples.note':
    '{provider}’s reviewers see the template with these values. Use realistic ones, in the language of the template, without personal data.',
  'propose.nothing': 'This template has no variables and no buttons. Nothing to fill in here.',
  'propose.sample.header': 'Header {variable}',
  'propose.sample.body': 'Body {variable}',
  'propose.sample.context': 'In the text: “{context}”',
  'propose.sample.placeholder': 'Sample value',
  'propose.header_media.image': 'Header image',
  'propose.header_media.video': 'Header video',
  'propose.header_media.document': 'Header document',
  'propose.header_media.hint':
    'An https link to a sample file. Image up to {image} MB, video up to {video} MB, document up to {document} MB.',
  'propose.location.note': 'A location header needs nothing here. The place is given with each message.',
  'propose.button.kind': 'Button {n}: kind',
  'propose.button.label': 'Button {n}: label',
  'propose.button.label.hint': 'Up to {max} characters. Leave empty for Copy code: WhatsApp writes it.',
  'propose.button.value': 'Button {n}: value',
  'propose.button.value.hint':
    'Website: the link, with {variable} at its end if it varies. Phone call: the number with + and country code. Copy code: a sample code. Quick reply: what we get back, or empty for the label.',
  'propose.button.sample': 'Button {n}: sample for the link',
  'propose.button.sample.hint': 'Only for a link with a variable: the value, or the whole link.',
  'propose.auth.note': 'WhatsApp writes the text of an authentication template and adds a button to copy the code.',
  'propose.auth_security': 'Safety advice',
  'propose.auth_security.yes': 'Add “For your security, do not share this code.”',
  'propose.auth_security.no': 'Leave it out',
  'propose.auth_expiry': 'Code expires after',
  'propose.auth_expiry.hint': 'Minutes, {min} to {max}. Leave empty for no line about it.',

  'propose.check.what': '{name} ({language}), {category}, for {sender}.',
  'propose.check.next':
    '{quorum, plural, one {The request goes to {place}. One approval is needed; then it is submitted to {provider}.} other {The request goes to {place}. # approvals are needed; then it is submitted to {provider}.}}',
  'propose.place': '{count, plural, one {the approval channel} other {the approval channels}}',
  'propose.place.more': '{count, plural, one {another approval channel} other {other approval channels}}',
  'propose.check.clean': 'No findings: it keeps all the rules we can check.',
  'propose.check.diff': 'What changes',
  'propose.check.same': 'Nothing changes compared with the last revision.',

  'decide.reject.title': 'Reject proposal',
  'decide.reject.submit': 'Reject',
  'decide.reject.what':
    'Proposal {number}, {name} ({language}) by {proposer}, will be closed. It is not sent to {provider}.',
  'decide.reject.reason': 'Reason',
  'decide.reject.hint': 'The proposer and the thread will see it.',
  'decide.changes.title': 'Request changes',
  'decide.changes.submit': 'Request changes',
  'decide.changes.what':
    'Proposal {number}, {name} ({language}), goes back to {proposer} with your reason. A new revision needs new approvals.',
  'decide.changes.reason': 'What should change',
  'decide.changes.hint': 'The proposer and the thread will see it.',
  'decide.reason.long': 'The reason has more than {max} characters. Shorten it, and write the rest in the thread.',
  'decide.reason.missing': 'Write a reason: the proposer has nothing else to go by.',

  'propose.body.hint.numbers':
    'Needed, except for Authentication, where WhatsApp writes the text. Variables are {positional}, {second} … Formatting: *bold*, _italic_, ~strikethrough~.',
  'propose.hand_off':
    '{sender}: {provider} takes no templates from here. After approval a person enters the text in {console}.',
  'propose.renames': '{provider} refused {name} and does not let it be changed, so this revision needs another name.',
  'propose.check.next.hand_off':
    '{quorum, plural, one {The request goes to {place}. One approval is needed; then a person carries it to {console}.} other {The request goes to {place}. # approvals are needed; then a person carries it to {console}.}}',
} as const;
