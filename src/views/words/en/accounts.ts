// People with accounts on more than one platform, and people who cannot be written to, English.
export const accounts = {
  'platform.slack': 'Slack',
  'platform.teams': 'Microsoft Teams',
  'platform.console': 'the console',

  'link.title': 'Link your accounts',
  'link.code': 'Your code is {code}. It works once, until {until}.',
  'link.how': 'In {apps}, type to Aval: {command}',
  'link.alone':
    'Give it to nobody, and type it in your private chat with Aval: whoever types it is the same person as you to Aval.',
  'link.code.summary': 'Your code for linking accounts. It works once, for ten minutes.',
  'link.confirm.title': 'Is the other account yours, too?',
  'link.confirm': 'The code was given to {name} in {app}. Linked, both accounts are one person to Aval:',
  'link.confirm.votes': 'one vote on a proposal, and none on your own from either side',
  'link.confirm.roles':
    'each gets the rights of the other: {name} in {app} may do here all that you may, and you all that they may',
  'link.confirm.undo': 'they stay linked until an admin unlinks one of them',
  'link.confirm.not_me':
    'If {name} in {app} is somebody else, or somebody gave you this code, do not go on: they would act with your rights. Tell an admin.',
  'link.confirm.public':
    'Others can read the code where it was typed. It works only for you now; type the next one in your private chat with Aval.',
  'link.confirm.button': 'Yes, link them',
  'link.confirm.summary': 'Link this account with {name} in {app}?',
  'link.done.title': 'Accounts linked',
  'link.done.code': '{accounts} are one person to Aval now, linked with a code, {at}.',
  'link.done.email':
    '{accounts} are one person to Aval now, because both directories gave the same e-mail address, {at}.',
  'link.done.wrong': 'If one of them is not yours, have it unlinked at once. {ask}',
  'link.done.wrong.yours':
    'If one of them is not yours, part them at once, on the machine Aval runs on: npm run aval -- unlink',
  'link.account': '{name} in {app}',

  'refusal.link_code':
    'This code does not work: it is mistyped, older than ten minutes, was used already, or somebody else typed it first. For a new one, type {command} in the other app.',
  'refusal.already_linked':
    'There is nothing to link here: this account and the other one are the same person. A code has to be typed in another app than the one that gave it.',
  'refusal.same_platform':
    'Both have an account in {app} already, and a person can have only one there. If one was linked wrongly, ask an admin to unlink it.',
  'refusal.too_many_codes': 'Too many codes were tried. Try again after {until}, with a new code from {command}',
  'refusal.one_platform':
    'There is only one chat app here, so there is nothing to link. Once an admin has set up a second one, {command} works.',

  'history.taken_back.own':
    '{by} linked two accounts, {at}. The vote from one of them no longer counts: it was on their own proposal. {have} of {need} approvals.',
  'history.taken_back.twice':
    '{by} linked two accounts, {at}. Both had approved revision {revision}, so the later vote no longer counts. {have} of {need} approvals.',

  'not_told.title': 'Not told privately',
  'not_told.text':
    '{who}: there is something for you about this, and Aval could not tell you privately. Open the chat with Aval; if there is none, add the app.',
  'unreachable.title': '{name} cannot be written to',
  'unreachable.text':
    'Aval cannot write to {name} in any chat app. Ask them to open the chat with Aval or, if there is none, to add the app.',
  'unreachable.sends':
    'Aval cannot write to {name} in any chat app, so the status of their messages and what customers answer waits for up to a week. Ask them to open the chat with Aval or, if there is none, to add the app.',
} as const;
