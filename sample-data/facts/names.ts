import type { Random } from '../random.ts'

const surnames = [
  ...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金贾夏韦付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤',
]
const localSurnames = [...'陆沈张陈王朱徐金姚顾钱俞曹戴马李胡吴周孙许冯毛何高郭潘全邵倪庄褚施']
const elderGiven = '根林宝福泉生金法明观龙祥兴水云阿仁良荣德祖昌炳'
const elderFemaleGiven = '宝珍金娥阿妹秀英凤仙林芬水凤玉华彩娟菊银爱巧雪琴'
const maleGiven = '建国华伟军明强平峰杰涛斌勇刚磊鹏飞浩宇晨轩俊凯文博子涵一诺泽嘉豪天佑思远志'
const femaleGiven = '丽芳娟敏静燕玲霞萍红梅雅婷欣怡雨佳琪梦洁思颖诗涵紫萱依诺可馨晓慧亦心语彤'

export function surname(random: Random, local: boolean): string {
  return random.pick(local ? localSurnames : surnames)
}

/** Given name in the fashion of the birth year. */
export function givenName(random: Random, sex: string, birthYear: number): string {
  const pool = birthYear < 1965 ? (sex === '1' ? elderGiven : elderFemaleGiven) : sex === '1' ? maleGiven : femaleGiven
  const first = pool.charAt(random.int(0, pool.length - 1))
  return random.chance(0.12) ? first : first + pool.charAt(random.int(0, pool.length - 1))
}
