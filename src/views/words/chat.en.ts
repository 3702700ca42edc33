// The few sentences chat adapters say by themselves, English.
export const chatEn = {
  'chat.click_again': 'That took too long to open. Press the button to try again.',
  'chat.click_again_button': 'Try again',
  'chat.press_again': 'That took too long to open. Press the button you used once more.',
  'chat.choose': 'Choose',
  'chat.type_to_search': 'Type to search',
  'chat.notice_title': 'Aval',
  'chat.broke': 'Something broke on our side. Try again; if it happens again, tell an admin.',
} as const;
