/** Help of residents, households and transfers. */
import { type PageHelp, task } from '../page-help.ts';

export const peopleHelp = {
  '/residents': {
    zh: {
      what: '本辖区居民的名单。点一行打开档案。',
      tasks: [
        task('找一个人', '在上面输姓名、拼音或首字母。', '点那一行，档案在右边打开。', '用上下键看下一个人。'),
        task('看一类人', '选“状态”，比如登记失业。', '或选“提示”，比如 4050。', '人数写在名单上面。'),
        task('给居民建档', '点“居民建档”。', '先输身份证号。'),
      ],
      troubles: [
        ['名单是空的', '清空筛选，或换一个区域。'],
        ['列太多、太窄', '点“列”收起、变宽、冻结，或拖表头右边的线。'],
        ['不能导出', '导出要有权限，还要写用途。'],
        ['人名是灰的', '档案已经结束：去世、迁出或销档。'],
      ],
    },
    en: {
      what: 'The residents of your area. Press a row to open the file.',
      tasks: [
        task(
          'Find somebody',
          'Type a name, pinyin or initials at the top.',
          'Press the row; the file opens on the right.',
          'The arrow keys go to the next person.',
        ),
        task(
          'See one kind of people',
          'Choose a status, such as registered unemployed.',
          'Or choose a flag, such as 40/50.',
          'The count stands above the list.',
        ),
        task('Register somebody', 'Press “Register a resident”.', 'Begin with the identity number.'),
      ],
      troubles: [
        ['The list is empty', 'Clear the filters, or change the area.'],
        ['Too many columns, or too narrow', 'Open “Columns”, or drag the line at the right of a heading.'],
        ['You cannot export', 'It needs a right, and a purpose.'],
        ['A file is marked as ended', 'The person has died, moved away or the file was closed.'],
      ],
    },
    words: ['file', 'registeredUnemployed', 'hardship', 'fourFifty'],
  },
  '/residents/new': {
    zh: {
      what: '给一个人建立档案。一人只有一份。',
      tasks: [
        task(
          '输身份证号',
          '照原件输 18 位，末位可以是 X。',
          '性别、出生日期、年龄自己出来。',
          '号码错了，会说错在哪一位。',
        ),
        task('填基本情况', '姓名、电话、住址。', '社区（村）选好。', '其他的可以以后补。'),
        task('归到一户', '选新立一户，或加入已有家庭。', '说明与户主的关系。', '点“建立档案”。'),
      ],
      troubles: [
        ['说已有档案', '点“打开档案”，不要再建。'],
        ['说档案在别的社区', '点“申请转入”，等对方同意。'],
        ['填到一半要离开', '可以走。回来接着填，只有身份证号要重输。'],
      ],
    },
    en: {
      what: 'Makes the file of one person. Everybody has one only.',
      tasks: [
        task(
          'Type the identity number',
          'All 18 digits from the card; the last may be X.',
          'Sex, birth date and age appear by themselves.',
          'A wrong digit is named.',
        ),
        task('Fill in the rest', 'Name, phone, address.', 'Choose the community.', 'Everything else can wait.'),
        task(
          'Put her in a household',
          'Make a new one, or choose one that stands.',
          'Say how she is related to the head.',
          'Press the button that makes the file.',
        ),
      ],
      troubles: [
        ['There is a file already', 'Open it; do not make another.'],
        ['The file is in another community', 'Ask for the transfer and wait for the answer.'],
        ['You have to leave half-way', 'Go. The form waits; only the identity number has to be typed again.'],
      ],
    },
    words: ['file', 'household', 'transfer'],
  },
  '/residents/$residentId': {
    zh: {
      what: '一个人的全部记录。办业务从右上的按钮开始。',
      tasks: [
        task('登记失业', '点“登记失业”。', '填失业日期、原因和想做什么工作。', '请本人签字承诺，保存。'),
        task('记录联系', '点“记录联系”。', '选方式和结果，写备注。', '约下次日期，保存。'),
        task('打印证件和卡', '点“更多业务”。', '选打印证件或一人一卡。', '写明用途。'),
      ],
      troubles: [
        ['按钮是灰的', '点开看原因：写着为什么现在不能办、依据哪一条。'],
        ['填错了', '内容错用“变更”，不该有的用“作废”。都有历史。'],
        ['说别人刚改过', '看清变化再交一次，已填的还在。'],
        ['要请同事看一看', '点“写批注”，输入 @ 选同事。他的工作台上会出现“提到我”。'],
      ],
    },
    en: {
      what: 'Everything recorded about one person. Start from the buttons at the top right.',
      tasks: [
        task(
          'Register unemployment',
          'Press “Register unemployment”.',
          'Since when, why, and what work is wanted.',
          'Have the promise signed, then save.',
        ),
        task(
          'Record a contact',
          'Press “Record a contact”.',
          'Choose the way and the outcome; add a note.',
          'Choose the next date and save.',
        ),
        task(
          'Print certificate and card',
          'Open the menu of other actions.',
          'Choose the certificate or the person card.',
          'Say what it is for.',
        ),
      ],
      troubles: [
        ['An action is grey', 'Open it: it says why not, and which article says so.'],
        ['Something is wrong', 'Correct it, or void what should not be there. History stays.'],
        ['Somebody has changed it meanwhile', 'Look at the change and send again; what you typed is still there.'],
        ['A colleague should look', 'Press “Write a remark” and type @. They find it under “Mentions of me”.'],
      ],
    },
    words: ['registeredUnemployed', 'certificate', 'undo', 'masked'],
  },
  '/households': {
    zh: {
      what: '按户看家庭：户主、人口、住址。',
      tasks: [
        task('找一户', '输户主姓名、户编号或住址。', '点那一行。'),
        task('看零就业家庭', '勾“只看零就业家庭（待核实）”。', '逐户上门核实。'),
        task('打印几户的卡', '勾选要打的户。', '点“打印一户一卡”，写明用途。'),
      ],
      troubles: [
        ['找不到这一户', '可能撤户了，或迁到别的辖区。'],
        ['没有户主', '打开这一户，用“变更户主”。'],
        ['人不在这一户', '打开对的那一户，用“添加成员”。'],
      ],
    },
    en: {
      what: 'Households with head, members and address.',
      tasks: [
        task('Find a household', 'Type the head’s name, the number or the address.', 'Press the row.'),
        task('See zero-employment families', 'Tick the box for them.', 'Visit each to check.'),
        task('Print cards of several', 'Tick the households.', 'Press “Print household cards” and say what for.'),
      ],
      troubles: [
        ['It is not found', 'It may be closed, or in another area now.'],
        ['There is no head', 'Open it and change the head.'],
        ['Somebody is in the wrong household', 'Open the right one and add the member there.'],
      ],
    },
    words: ['household', 'zeroEmployment'],
  },
  '/households/$householdId': {
    zh: {
      what: '一户的成员和经历。可以入户、移出、分户、打印一户一卡。',
      tasks: [
        task('加一个人', '点“添加成员”。', '找到这个人，选与户主关系。', '填入户日期，保存。'),
        task('分户', '在“更多”里点“分户”。', '选分出去的人和新户主。', '填日期和住址，保存。'),
        task('打印一户一卡', '点“打印一户一卡”。', '写明用途。'),
      ],
      troubles: [
        ['不能全部分出去', '全家搬走用档案里的“迁移”。'],
        ['成员写着“辖区外”', '那个人的档案在别处，这里只看得到名字。'],
        ['移错了人', '再用“添加成员”加回来。'],
      ],
    },
    en: {
      what: 'The members of one household and its history: join, leave, split, print the card.',
      tasks: [
        task(
          'Add somebody',
          'Press “Add a member”.',
          'Find the person and choose the relation.',
          'Give the date and save.',
        ),
        task(
          'Split the household',
          'Choose it in the menu.',
          'Choose who goes and the new head.',
          'Give date and address and save.',
        ),
        task('Print the household card', 'Press the print button.', 'Say what it is for.'),
      ],
      troubles: [
        ['Not everybody can be split off', 'When all move, use “Move” in the file.'],
        ['A member is outside your area', 'The file is elsewhere; you see the name only.'],
        ['The wrong person left', 'Add the member again.'],
      ],
    },
    words: ['household', 'zeroEmployment', 'purpose'],
  },
  '/transfers': {
    zh: {
      what: '档案转进来、转出去的申请。',
      tasks: [
        task('答复别人的申请', '看“转出”里等待答复的。', '核实人真的搬走了。', '点“同意转出”或“不同意”，写理由。'),
        task('看自己的申请', '看“转入”的状态。', '对方同意后，档案自己过来。'),
        task('撤回', '人不搬来了，点“撤回”。', '写一句说明。'),
      ],
      troubles: [
        ['对方一直不答复', '打电话催一下。申请还在。'],
        ['同意错了', '请对方再申请一次转回来的手续。'],
        ['怎么提出申请', '居民建档时输身份证号，系统会给出“申请转入”。'],
      ],
    },
    en: {
      what: 'Requests for files to come in or go out.',
      tasks: [
        task(
          'Answer a request',
          'Look at those going out that wait.',
          'Make sure the person has really moved.',
          'Agree or refuse, with a reason.',
        ),
        task(
          'Follow your own request',
          'Look at the state of those coming in.',
          'When they agree, the file comes by itself.',
        ),
        task('Withdraw', 'If nobody moves after all, withdraw it.', 'Say why in a sentence.'),
      ],
      troubles: [
        ['They do not answer', 'Give them a call. The request stays.'],
        ['You agreed by mistake', 'Ask for the transfer back.'],
        ['How to make a request', 'Begin a registration with the identity number; it offers the transfer.'],
      ],
    },
    words: ['transfer', 'file'],
  },
} as const satisfies Record<string, PageHelp>;
