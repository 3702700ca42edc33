// The few sentences chat adapters say by themselves, gathered under the names they know them by.
import type { Words } from './words/index.ts';

export function chatWords(words: Words) {
  return {
    working: words.say('common.working'),
    clickAgain: words.say('chat.click_again'),
    clickAgainButton: words.say('chat.click_again_button'),
    pressAgain: words.say('chat.press_again'),
    otherWorkspace: words.say('refusal.wrong_workspace'),
    broke: words.say('chat.broke'),
    choose: words.say('chat.choose'),
    typeToSearch: words.say('chat.type_to_search'),
    noticeTitle: words.say('chat.notice_title'),
    close: words.say('common.close'),
  };
}
