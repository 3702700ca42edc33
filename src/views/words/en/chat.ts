// The few sentences chat adapters say by themselves, English.
export const chat = {
  'chat.click_again': 'That took too long to open. Press the button to try again.',
  'chat.click_again_button': 'Try again',
  'chat.press_again': 'That took too long to open. Press the same button again.',
  'chat.locked_out':
    'Aval lost its access to {platform}, so the form cannot open. An admin has to install the app again and give Aval the new token.',
  'chat.not_permitted':
    '{platform} does not allow Aval to open this form. An admin can see what is missing with the doctor command on the server.',
  'chat.asked_to_wait':
    '{platform} asks Aval to wait {seconds, plural, one {# second} other {# seconds}} before it opens another form. Try again after that.',
  'chat.choose': 'Choose',
  'chat.type_to_search': 'Type to search',
  'chat.notice_title': 'Aval',
  'chat.broke': 'Something broke on our side. Try again; if it happens again, tell an admin.',
  'chat.open_form': 'This needs a form. Open it with the button.',
  'chat.open_form_button': 'Open form',
  'chat.form_in_chat': 'The form is in your private chat with Aval.',
  'chat.form_closed': 'This form was closed. To go on, type its command again.',
  'chat.cannot_answer_here':
    '{name}, the answer is for you alone and cannot be shown here. Open a private chat with Aval and type it there.',
  'chat.answered_in_chat': '{name}, the answer is in your private chat with Aval.',
  'chat.not_of_ours':
    'You are not listed as a member of this organization, so nothing was done. Guests and people of other organizations cannot use Aval here; if you are a member, write to Aval in a private chat once, or ask an admin.',
  'chat.not_checked':
    'It could not be checked in time whether you belong to this organization, so nothing was done. Try again in a moment.',
  'chat.nobody':
    '{platform} did not say who you are, so nothing was done. Sign in to it with your work account and try again; if it happens again, ask an admin.',
  'chat.not_understood':
    'Aval does not know this button, so nothing was done. It may belong to an older version: write “help” to Aval for what there is now.',
  'chat.too_long': 'That message is too long to be read, so nothing was done. Send a shorter one.',
  'chat.open_again': 'This form did not open. Use the same button or command again.',
  'chat.preview_cut': 'The preview ends here: all of it would be too large to be shown. Everything you typed is kept.',
  'chat.type_instead': '{label}: write the whole name, if the list above finds nothing',
  'chat.not_one_match': '“{typed}” is not the name of one of them. Choose from the list, or write a whole name.',
  'chat.fault': 'Fix:',
  'chat.faults':
    '{count, plural, one {One thing needs a change.} other {# things need a change.}} What you typed is kept.',
  'chat.optional': 'optional',
  'chat.done': 'Done. The card shows the result.',
  'chat.number_title': 'Send a message',
  'chat.number_label': 'Number of the customer',
  'chat.other_number_label': 'Or another number',
  'chat.contact_label': 'Customer',
  'chat.number_hint': 'With + and country code, without spaces, for example +5491155551234',
  'chat.number_submit': 'Continue',
} as const;
