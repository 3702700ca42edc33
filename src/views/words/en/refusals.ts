// Why something was not done, and the way out, English. Every sentence ends with the next step.
export const refusals = {
  'refusal.title': 'Not done',
  'refusal.open_form': 'Open form',

  'refusal.not_allowed': 'This needs the role {role}. {ask}',
  'refusal.not_allowed.group':
    'This needs the role {role}. Your directory group could not be read, so it does not count right now; try again in a few minutes. {ask}',
  'refusal.not_allowed.guest':
    'You are a guest here, and guests hold the role {role} only when the configuration names them. {ask}',
  'refusal.own_proposal': 'Proposal {number} is yours, so somebody else has to decide it. {ask}',
  'refusal.own_proposal.alone':
    'Proposal {number} is yours, and nobody else may decide it. Name an approver or an admin in the configuration file, under roles, and restart.',
  'refusal.already_decided':
    'Proposal {number} is already {state}, by {by}, {at}. The card in the channel shows the result.',
  'refusal.already_voted':
    'Your vote on proposal {number} counts since {at}: {have} of {need}. To change it, use another button on the card.',
  'refusal.stale':
    'This card shows revision {shown} of proposal {number}; revision {current} replaced it. Look at the newest card in the channel and decide there.',
  'refusal.not_pending':
    'Proposal {number} is {state}, so this is no longer possible. To change the template, propose it anew with {command}',
  'refusal.not_yours.proposal':
    'Only {owner}, who proposed it, can do this. You can approve, reject or request changes if you are an approver.',
  'refusal.not_yours.send': 'Only {owner}, who sends it, can do this. Ask {owner}, or an admin.',
  'refusal.not_yours.draft': 'This draft belongs to {owner}. Start your own with {command}',
  'refusal.not_yours.nobody': 'This belongs to somebody else. Ask the person who started it, or an admin.',
  'refusal.not_found': 'This no longer exists. Open it again from its command.',
  'refusal.not_found.proposal': 'There is no proposal {asked}. {command} shows what there is.',
  'refusal.not_found.send': 'There is no message {asked} of yours. {command} lists your messages.',
  'refusal.not_found.template': 'There is no template {asked}. {command} lists them.',
  'refusal.not_found.draft':
    'This draft is gone: it was sent, discarded, or older than a day. Start again with {command}',
  'refusal.not_found.sender': 'There is no sender {asked} in the configuration any more. Ask an admin.',
  'refusal.text_changed':
    'Nothing was sent: {name} ({language}) is not the text this form showed any more. Open the form again with the command and look at the preview.',
  'refusal.form_expired':
    'This form is no longer open: it was already sent, discarded, or left for more than a day. Open it again with the command.',
  'refusal.template_taken.proposal':
    'Proposal {number} already asks for {name} ({language}). Wait for its decision, or choose another name.',
  'refusal.template_taken.decided':
    'Proposal {number} for {name} ({language}) is already approved. Look at it with {command}, or choose another name.',
  'refusal.template_taken.rejected':
    '{provider} has {name} ({language}) and refused it. Mend it with Fix and resubmit in its thread, or choose another name. {command} shows it.',
  'refusal.template_taken.refused_there':
    '{provider} has {name} ({language}) and refused it. Choose another name. {command} shows it.',
  'refusal.template_taken.locked':
    '{provider} keeps the name {name} ({language}) from everybody until {until}, because a template with it was deleted. Choose another name, or wait.',
  'refusal.template_taken.edits':
    '{provider} takes no more changes of {name} ({language}) until {until}. Choose another name, or wait.',
  'refusal.template_taken.provider':
    '{provider} already has {name} ({language}). Choose another name, or look at it with {command}',
  'refusal.unknown_template': 'There is no template {name}. {command} lists the ones there are.',
  'refusal.unknown_template.language': 'There is no template {name} in {language}. {command} lists the ones there are.',
  'refusal.unknown_template.known': 'There is no template {name}. Did you mean {known}?',
  'refusal.unknown_template.known_language': 'There is no template {name} in {language}. Did you mean {known}?',
  'refusal.not_enabled': 'Agents cannot send {name} ({language}) yet: it is not enabled. {ask}',
  'refusal.not_enabled.yours':
    'Agents cannot send {name} ({language}) yet: it is not enabled. You can enable it: {command}',
  'refusal.not_sendable':
    '{name} ({language}) is {state} at {provider}, so it cannot be sent. Choose another template, or wait until {provider} approves it.',
  'refusal.not_sendable.until':
    '{name} ({language}) is {state} at {provider} until {until}. Send it after that, or choose another template.',
  'refusal.drift':
    'The text of {name} ({language}) at {provider} is not the one approved here, so sends are held. An approver or admin settles it in its thread; until then choose another template.',
  'refusal.unsupported':
    'This template has a part we cannot fill in: {what}. Choose another template, or send this one from {console}.',
  'refusal.no_sendable_templates':
    'No template can be sent yet: it has to be approved by {provider} and enabled. Propose one with {command}, or ask for one to be enabled. {ask}',
  'refusal.no_sendable_templates.yours':
    'No template can be sent yet: it has to be approved by {provider} and enabled. You can enable one that is approved, from {list}, or propose one with {command}',
  'refusal.no_opt_in':
    'No consent of this customer is on record. Say in the form how they agreed, or get their consent first.',
  'refusal.opted_out.all': 'This customer does not want messages. Write only after they write to you.',
  'refusal.opted_out.all_since':
    'This customer does not want messages, since {since}. Write only after they write to you.',
  'refusal.opted_out.marketing':
    'This customer does not want marketing messages. A utility template about something they asked for is still allowed.',
  'refusal.opted_out.marketing_since':
    'This customer does not want marketing messages, since {since}. A utility template about something they asked for is still allowed.',
  'refusal.unreachable':
    'WhatsApp could not reach this number ({since}): it may not use WhatsApp, or an old version of it. Check the number, or reach the customer another way.',
  'refusal.marketing_cap':
    '{provider} limits how much marketing a person gets, and this customer has had enough for now. Try again after {until}, or use a utility template if it fits.',
  'refusal.check_unavailable':
    'This could not be checked, so it counts as not passed: {why}. Try again in a few minutes; if it stays, tell an admin.',
  'refusal.window_closed':
    'Free text is allowed for 24 hours after the customer’s last message, and that time is over. Send a template with {command}',
  'refusal.window_closed.at':
    'Free text is allowed for 24 hours after the customer’s last message; that ended {closedAt}. Send a template with {command}',
  'refusal.sender_stopped': 'The sender {sender} is stopped since {since}. {what} {ask}',
  'refusal.sender_stopped.yours':
    'Once the cause is gone, you can let it send again, with the button where it was told.',
  'refusal.sender_running': 'The sender {sender} is running already. Nothing needs doing.',
  'refusal.no_sender':
    'No sender is set up, so there is nothing to send from. An admin adds one to the configuration file and restarts.',
  'refusal.sender_cannot_submit':
    'Templates of the sender {sender} cannot be submitted from here. Choose another sender, or create the template at the provider and read it with {command}',
  'refusal.too_late_to_cancel':
    'Message {number} can no longer be cancelled: it is {state}. If it was a mistake, write to the customer about it.',
  'refusal.not_uncertain':
    'Message {number} is no longer uncertain, so nothing is left to settle. {command} tells its story.',
  'refusal.nothing_to_retry': 'Number {number} did not fail, so there is nothing to retry. Its card shows where it is.',
  'refusal.language_needed':
    'The template {name} exists in several languages: {languages}. Add one to the command, for example {example}',
  'refusal.unknown_command': '“{word}” is not a command of {command}. These are:',
  'refusal.too_many_words': 'There is something left over that we do not understand: “{extra}”. Write {usage}',
  'refusal.usage.template': 'template show order_ready en_US',
  'refusal.usage.send': 'send-active +5491155551234 order_ready es_AR',
  'refusal.wrong_workspace':
    'This comes from another workspace than the one set up here, so nothing was done. Use the workspace you were given, or ask an admin.',

  'refusal.lift.consent': 'An admin can record that they agreed later: {command}',
  'refusal.lift.consent.yours': 'If they agreed later, you can record it: {command}',
  'refusal.lift.reach': 'An approver or admin can have it tried before: {command}',
  'refusal.lift.reach.yours': 'You can have it tried before: {command}',
  'refusal.unreachable.until': 'It is left alone until {until}.',

  'phone.missing': 'The number is missing. Write for example {example}',
  'phone.letters': '“{typed}” has letters in it, so it is not a number. Write for example {example}',
  'phone.symbols': '“{typed}” has characters that do not belong in a number. Write for example {example}',
  'phone.two_numbers':
    'There are two numbers, and one message goes to one number. Write only one, for example {example}',
  'phone.no_plus': '“{typed}” has no + before the country code. If the country code is in it, write {example}',
  'phone.no_country_code': '“{typed}” has no country code. Write it with + and country code, for example {example}',
  'phone.unknown_country':
    '“{typed}” does not begin with a country code we know. Check the digits after the +; for example {example}',
  'phone.too_short': '“{typed}” is too short for its country. Check the digits; for example {example}',
  'phone.too_long': '“{typed}” is too long for its country. Check the digits; for example {example}',
  'phone.renumbered': '“{typed}” is an old number: its country has longer ones now. It should be {example}',
  'phone.extension':
    '“{typed}” has an extension, and WhatsApp knows none. If the number before it is on WhatsApp, write {example}',
  'phone.spaces': '“{typed}” has spaces in it. Write it without: {example}',
  'phone.punctuation': '“{typed}” has dashes, dots or parentheses in it. Write it without: {example}',
  'phone.double_zero': '“{typed}” begins with 00. Write + instead: {example}',
  'phone.own_number':
    'This is a number we send from; WhatsApp does not take messages to oneself. Write the customer’s number.',

  'refusal.opted_out.blocked':
    'The provider lets no message through to this customer, who stopped them there. Only they can lift it: they have to write START.',
  'refusal.opted_out.blocked_since':
    'The provider lets no message through to this customer, who stopped them there (seen {since}). Only they can lift it: they have to write START.',
  'refusal.number_needed':
    'A one-time code needs a phone number, and none of this customer is known. Ask them for it, or choose another template.',
  'refusal.not_reached.phone':
    'The sender {sender} cannot write to phone numbers. Choose a template of another sender.',
  'refusal.not_reached.bsuid':
    'No number of this customer is known, and {sender} can write only to numbers. Ask the customer for it, or choose a template of another sender.',
  'refusal.sender_needed':
    '{name} ({language}) exists at several senders: {senders}. Add one to the command: {command}',
} as const;
