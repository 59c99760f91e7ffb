import { pinyin } from 'pinyin-pro'

/** Traditional and variant characters met in names and addresses, each before the one it stands for. */
const SIMPLER =
  '張张陳陈劉刘楊杨黃黄趙赵吳吴孫孙馬马許许韓韩馮冯鄧邓蕭萧肖萧蔣蒋餘余葉叶蘇苏呂吕盧卢鍾钟鐘钟薑姜譚谭陸陆範范賈贾韋韦鄒邹閻阎閆闫龍龙賀贺龔龚萬万錢钱嚴严湯汤魯鲁畢毕顧顾華华偉伟國国軍军強强傑杰濤涛剛刚飛飞鵬鹏寶宝貴贵蘭兰鳳凤麗丽紅红豔艳艷艳' +
  '靜静淨净潔洁慶庆榮荣興兴雲云發发廣广達达東东義义禮礼樂乐愛爱學学賢贤聖圣聰聪穎颖瑩莹嬌娇嬋婵鶯莺鴻鸿鶴鹤銀银鈞钧銳锐鋒锋鎮镇鋼钢鐵铁錦锦銘铭鍵键鏡镜長长門门開开關关閔闵閏闰陽阳陰阴隊队際际隨随雙双雞鸡難难電电靈灵頁页頂顶順顺須须頌颂預预領领' +
  '頭头頻频題题額额顏颜願愿風风餅饼館馆駿骏騰腾驍骁驗验魚鱼鮑鲍鳥鸟鳴鸣麥麦黨党齊齐齡龄龐庞龜龟來来侶侣係系俠侠倉仓個个們们倫伦偵侦側侧傳传債债傷伤億亿儀仪優优兒儿內内兩两冊册凍冻則则創创劃划劇剧劍剑動动務务勝胜勞劳勳勋區区協协單单卻却厲厉參参' +
  '員员問问啟启喬乔嘗尝嚮向園园圍围圓圆圖图團团執执堅坚堯尧報报場场塊块塗涂塵尘墊垫墳坟墻墙壇坛壓压壘垒壯壮壽寿夢梦奧奥婁娄婦妇媽妈嬰婴孌娈實实寧宁審审寫写寬宽將将專专尋寻對对導导屆届層层屬属岡冈島岛峽峡崗岗嶺岭嶽岳師师帳帐帶带幣币幫帮幹干庫库' +
  '廟庙廠厂廳厅後后徑径從从復复徵征徹彻恆恒恥耻悅悦惱恼惲恽憶忆應应懷怀戀恋戰战戶户掃扫掛挂採采揚扬換换揮挥損损搖摇擁拥擇择擊击擔担據据擴扩攝摄敗败敘叙敵敌數数斂敛斷断時时晉晋晝昼暉晖暢畅曆历曉晓曠旷書书會会朧胧條条棄弃棟栋棲栖業业極极構构槍枪' +
  '樁桩標标樓楼樞枢樣样樹树橋桥機机權权欄栏歐欧歡欢歲岁歷历歸归殘残殺杀氣气漢汉決决沒没況况淚泪淵渊淺浅減减渦涡測测湊凑準准溝沟溫温滄沧滅灭滿满漁渔漿浆潤润澤泽濟济濱滨灑洒灣湾災灾為为烏乌無无煉炼煙烟煥焕燈灯燒烧營营燦灿爐炉爭争爺爷爾尔牆墙牽牵' +
  '犧牺狀状獨独獅狮獎奖獻献玨珏現现琺珐瑋玮瑤瑶璽玺環环產产畝亩畫画異异當当療疗癡痴盜盗盡尽監监盤盘眾众睏困矯矫確确碼码禎祯禍祸禪禅離离種种稱称穀谷穌稣積积穩稳窮穷競竞筆笔筍笋節节築筑簡简籃篮糧粮紀纪約约納纳紐纽純纯紗纱紙纸級级紋纹細细紳绅紹绍' +
  '終终組组結结給给絡络統统絲丝絹绢經经綠绿維维綱纲網网綺绮綿绵緊紧緒绪線线編编緣缘縣县縱纵總总績绩織织繡绣繪绘繼继續续纓缨罷罢羅罗羨羡習习聯联聲声職职聽听腦脑膚肤膽胆臉脸臨临舉举舊旧艙舱艦舰芻刍莊庄莖茎萊莱葦苇蓋盖蓮莲蔔卜蔭荫薈荟薩萨藍蓝藝艺' +
  '藥药蘊蕴處处虛虚號号蟲虫術术衛卫裝装補补複复見见規规視视覺觉覽览觀观觸触訂订計计訊讯討讨訓训記记訪访設设訴诉診诊評评詠咏詢询試试詩诗話话詳详誠诚語语誤误說说誰谁課课調调談谈請请論论諾诺謀谋謙谦講讲謝谢謹谨證证譜谱識识議议護护讀读變变讓让貝贝' +
  '貞贞負负財财貢贡貧贫貨货責责貫贯買买費费貼贴貿贸資资賓宾賞赏賣卖質质賴赖賽赛贊赞贏赢躍跃車车軌轨軒轩軟软較较載载輔辅輕轻輝辉輪轮輯辑輸输轉转轟轰辦办農农逕径這这連连進进運运過过遠远遙遥適适遷迁選选遺遗還还邊边郵邮鄉乡鄭郑醫医醬酱釋释釗钊釣钓' +
  '針针鈴铃鉅巨鉉铉鎖锁鏈链'

/** Groups of characters that hands and eyes take for one another. */
const ALIKE =
  '己已巳 未末 土士 日曰 干千于 大太犬 王玉 今令 天夫无 人入八 刀力 午牛 甲由申田 免兔 侯候 徐涂 汤杨扬 陈阵 刘浏 祖袓 宜宣 晓哓 清请靖 青菁 洁浩 诚城成 玲珍 铃玲 莉利 芳芬 茜西 萍平苹 蓉容 ' +
  '梅海 海悔 林彬 彬杉 杰木 柏伯 松公 桂佳 佳住 住往 明朋 昌冒 旦但 旭旮 晨辰 振震 鹏朋 飞气 军车 建健 健键 伟炜 炜玮 玮韦 峰锋 锋蜂 锋烽 俊骏 骏峻 峻竣 娟捐 娜哪 婷亭 丽两 凤风 风凤 云去 ' +
  '雷雪 霞露 雨两 静净 敏每 慧惠 惠患 思恩 恩因 志忠 念贪 怡抬 仁仕 仕士 信言 根银 银很 银根 金全 全会 泉帛 福富 富副 祥详 样祥 洋样 荣茶 宋宗 宗完 完定 宝玉 宏宠 永水 水氷 泳永 江汪 汪王 ' +
  '沈枕 沉沈 波坡 泽译 译择 涛寿 涵函 源原 浦蒲 顾硕 项顶 须顺 顺项 颜彦 郭廓 郑关 邓郊 邱丘 阮院 陆际 孙逊 孔礼 季李 李季 学字 子孑 孟盂 姜羔 羊美 美关 关并 兰三 兴头 共兵 岳兵 余佘 佘余 ' +
  '何伺 周固 吕昌 吴昊 昊吴 吉古 古占 台合 合全 史吏 叶什 向问 问间 同冈 冯马 马乌 乌鸟 鸟岛 朱未 束柬 东车 来未 本木 术木 权杈 杜社 村材 柳抑 查香 香秀 秀季 秋秒 程呈 稳隐 穆稷 章竟 竟竞 童章 ' +
  '米来 红江 纪记 纯纱 细组 绍给 维准 绿录 罗岁 罗四 翁公 翟瞿 耿联 聪总 胡湖 湖潮 脱悦 自白 白百 芝之 花化 苏办 苗笛 范苑 茂戊 莫英 英央 菊鞠 萧肖 董重 蒋将 薛薜 蔡祭 虎虚 裘袭 裴斐 许午 贺贸 ' +
  '贾要 贵责 赖懒 赵越 越起 跃妖 邵绍 钟种 钱线 铭名 镇填 长张 门们 闫闯 闻间 阿啊 雅稚 韩朝 龚龙 龙尤 尤龙 黎藜 戴载 戚威 成戎 戎成 毛手 毕华 华毕 殷般 段殴 母毋 每母 皮支 盛咸 石右 秦泰 泰秦 ' +
  '奏秦 窦宝 竺笠 童重 管官 简间 籍藉 粟栗 栗粟 缪谬 翠卒 谢榭 谭潭 陶掏 陶淘'

const simpler = new Map<string, string>()
for (let at = 0; at < SIMPLER.length; at += 2) simpler.set(SIMPLER.charAt(at), SIMPLER.charAt(at + 1))

const alike = new Set<string>()
for (const group of ALIKE.split(' ')) {
  for (const one of group) for (const other of group) alike.add(one + other)
}

const HAN = /\p{Script=Han}/u

export const hasHan = (text: string): boolean => HAN.test(text)

/** The text in simplified characters. */
export const simplified = (text: string): string =>
  HAN.test(text) ? text.replaceAll(/\p{Script=Han}/gu, (one) => simpler.get(one) ?? one) : text

const sounds = new Map<string, string>()

const sound = (character: string, surname: boolean): string => {
  const key = surname ? `${character}^` : character
  let found = sounds.get(key)
  if (found === undefined) {
    found = pinyin(character, { toneType: 'none', v: true, surname: surname ? 'head' : 'off' }).toLowerCase()
    sounds.set(key, found)
  }
  return found
}

/** How a Chinese name sounds, syllable by syllable, without tones. */
export const syllables = (name: string): string[] => [...name].map((one, index) => sound(one, index === 0))

/** Whether two different characters look or sound the same. */
export const interchangeable = (a: string, b: string): boolean =>
  alike.has(a + b) || sound(a, false) === sound(b, false) || sound(a, true) === sound(b, true)
