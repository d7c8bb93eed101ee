/// The words that `ForbiddenRule` knows, simplified and in small letters, as texts are compared.
enum ForbiddenLexicon {
    static let shared = WordList(all)

    private static let all: [(WordList.Part, [String])] = [
        (.review, review), (.reward, reward), (.reaching, reaching), (.messenger, messenger),
        (.going, going), (.market, market), (.buying, buying), (.diversion, diversion),
        (.unfairTerm, unfairTerm), (.negation, negation), (.reminder, reminder),
    ]

    private static let review = [
        "好评", "五星", "5星", "五颗星", "满分评价", "晒图", "晒单", "买家秀", "带图评", "追评", "改评", "改差评", "删评", "删差评", "修改评价",
        "删除评价", "撤销差评", "撤掉差评", "good review", "good reviews", "positive review", "positive reviews",
        "positive feedback", "five star", "five stars", "five-star", "5 star", "5 stars", "5-star",
        "change your review", "delete your review", "remove your review", "edit your review",
    ]
    private static let reward = [
        "返现", "返利", "返您", "返你", "返红包", "返款", "红包", "现金", "优惠券", "代金券", "抵扣券", "无门槛券", "礼品", "小礼物", "礼物", "赠品",
        "免单", "小额打款", "打款", "补偿", "补贴", "奖励", "送您", "送你", "元券", "cash", "cashback", "coupon", "coupons",
        "voucher", "vouchers", "gift", "gifts", "gift card", "reward", "rewards", "refund", "discount",
    ]
    private static let reaching = [
        "加", "添加", "加下", "搜", "搜索", "联系", "私聊", "扫码", "扫一扫", "扫一下", "发到", "聊", "add", "contact", "message",
        "text", "reach", "chat",
    ]
    private static let messenger = [
        "微信", "薇信", "威信", "徽信", "v信", "vx", "wx", "wechat", "weixin", "qq", "扣扣", "企鹅号", "telegram",
        "whatsapp",
    ]
    /// After these, a messenger's name means how money goes.
    static let paying = ["支付", "零钱", "钱包", "付款", "账单", "退款", "余额", "账户", "pay"]
    private static let going = ["去", "到", "来", "上", "搜", "转", "go to", "buy on", "order on"]
    private static let market = [
        "淘宝", "天猫", "拼多多", "京东", "抖音", "快手", "小红书", "闲鱼", "微店", "别的平台", "其他平台", "另一个平台", "taobao", "tmall",
        "pinduoduo", "temu", "ebay", "amazon",
    ]
    private static let buying = ["下单", "拍下", "购买", "买", "拍", "buy", "order", "cheaper"]
    private static let diversion = [
        "私下交易", "私下转账", "私下付款", "线下交易", "线下转账", "平台外交易", "不走平台", "绕过平台", "直接转账给我", "直接转我", "转账给我", "转到我",
        "pay me directly", "pay outside", "off the platform", "outside the platform", "t.me/", "wa.me/",
        "u.wechat.com", "weixin.qq.com", "item.taobao.com", "detail.tmall.com", "item.jd.com",
        "mobile.yangkeduo.com",
    ]
    private static let unfairTerm = [
        "概不退换", "概不退款", "概不退货", "概不负责", "概不受理", "售出不退", "售出概不", "不退不换", "一律不退", "恕不退换", "拆封不退", "开封不退",
        "特价不退", "特价商品不退", "打折商品不退", "促销商品不退", "离柜概不", "最终解释权", "解释权归本店", "解释权归商家", "签收概不", "签收后概不", "差评不退",
        "好评才能退", "好评才退", "好评后退款", "撤诉才退", "撤销投诉才", "no refunds", "no refund", "no returns or refunds",
        "no refunds or exchanges", "no returns or exchanges", "all sales final", "all sales are final",
        "non-refundable", "right of final interpretation",
    ]
    private static let negation = [
        "不能", "不可", "不会", "不得", "不做", "不给", "不提供", "不支持", "不允许", "不接受", "不需要", "不要", "不用", "不存在", "不参与", "并非",
        "不是", "没有", "无法", "禁止", "严禁", "请勿", "拒绝", "避免", "cannot", "can't", "can not", "don't", "do not",
        "never", "not allowed", "won't", "not",
    ]
    /// What turns a negation into its opposite.
    private static let reminder = ["忘", "忘记", "错过", "forget", "miss"]
}
