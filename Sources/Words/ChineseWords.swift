/// Common Chinese words and what they are in English: one or two plain words, or nothing for a word that shows nothing.
///
/// Many hold a character that means something else alone (山羊 is no mountain, 开心 no heart), so the longest entry wins over its parts.
enum ChineseWords {
    /// By Chinese word.
    static let english: [String: [String]] = entries.mapValues(\.english)

    /// Words that look as if they were made of known ones, and are not: 雪白 is white and no snow. They stand with a `!`.
    static let misleading = Set(entries.filter(\.value.isMisleading).keys)

    private static let entries: [String: (english: [String], isMisleading: Bool)] = {
        var words: [String: (english: [String], isMisleading: Bool)] = [:]
        for line in table.split(separator: "\n") {
            let parts = line.split(separator: "=", omittingEmptySubsequences: false)
            let meaning = parts[0].split(separator: " ").map { String($0).replacing("_", with: " ") }
            for word in parts[1].split(separator: " ") {
                let isMisleading = word.hasPrefix("!")
                words[String(isMisleading ? word.dropFirst() : word)] = (meaning, isMisleading)
            }
        }
        return words
    }()

    /// Characters of the longest entry.
    static let reach = english.keys.map(\.unicodeScalars.count).max() ?? 0

    private static let table = """
        poodle = 贵宾犬 泰迪
        dog = 柯基 哈士奇 金毛 拉布拉多 小奶狗 汪星人 狗子 狗狗 二哈 柴犬 斗牛犬 吉娃娃 牧羊犬 小狗 幼犬
        cat = 猫咪 小猫 喵星人 布偶猫 狸花猫 猫猫 喵喵 奶猫 幼猫 主子 波斯猫 暹罗猫
        orange cat = 大橘 橘猫 大橘为重
        rabbit = 小兔子 小兔 兔兔 野兔 白兔
        fish = 小鱼 鲤鱼 锦鲤 鲨鱼 热带鱼 鲸鱼 海豚 鲸 金枪鱼 三文鱼 鱼儿
        bird = 小鸟 鹦鹉 老鹰 鹰 燕子 鸽子 企鹅 猫头鹰 孔雀 天鹅 鸭子 小鸭 鸡 公鸡 母鸡 小鸡 鹅 海鸥 乌鸦 喜鹊 仙鹤 鹤 啄木鸟 凤凰 雄鹰 鸳鸯 鸟儿
        butterfly = 蜻蜓 蜜蜂 飞蛾 蛾子 昆虫 瓢虫 彩蝶 蝶
        otter = 水獭 海獭
        fox = 狐狸 小狐狸
        wolf = 狼 灰狼
        tiger = 老虎 虎
        lion = 狮子 雄狮
        leopard = 豹子 猎豹 雪豹
        bear = 熊 狗熊 棕熊 北极熊 小熊
        panda = 熊猫 大熊猫
        horse = 马儿 骏马 小马 白马 斑马 马匹
        cow = 奶牛 牛 小牛 公牛 水牛
        sheep = 绵羊 山羊 小羊 羊 羊群
        pig = 猪 小猪
        deer = 鹿 小鹿 梅花鹿 长颈鹿
        elephant = 大象 小象
        monkey = 猴子 猩猩 大猩猩
        squirrel = 松鼠
        mouse = 老鼠 仓鼠 小老鼠
        hedgehog = 刺猬
        kangaroo = 袋鼠
        koala = 考拉
        raccoon = 浣熊 小熊猫
        tree = 松树 柳树 橡树 枫树 银杏 椰子树 棕榈树 苹果树 果树 圣诞树 竹子 老树 古树 小树 榕树 梧桐 白杨 大树
        pink tree = 樱花树 桃树
        green tree = 绿树
        flower = 玫瑰 玫瑰花 郁金香 菊花 百合 百合花 牡丹 荷花 莲花 兰花 野花 小花 雏菊 梅花 桂花 康乃馨 蒲公英 花儿 鲜花 花束
        yellow flower = 向日葵 迎春花 油菜花
        pink flower = 樱花 桃花
        purple flower = 薰衣草 紫罗兰
        red flower = 红玫瑰
        mushroom = 香菇 蘑菇 菌子 小蘑菇
        cactus = 仙人球 仙人掌 多肉
        apple = 苹果 桃子 梨 梨子 樱桃 芒果 柠檬 水果 石榴 荔枝
        strawberry = 草莓
        orange apple = 橙子 橘子 桔子
        cup = 杯子 茶杯 水杯 酒杯 马克杯 玻璃杯 花瓶 瓶子 茶壶 碗 咖啡 奶茶 茶
        chair = 椅子 凳子 沙发 板凳 摇椅 桌子 书桌 餐桌 床 柜子
        umbrella = 雨伞 太阳伞 油纸伞 阳伞 遮阳伞
        balloon = 气球 热气球 氢气球
        house = 房子 小房子 屋 别墅 木屋 茅屋 房屋 农舍 小木屋 教堂 学校 医院 图书馆 大楼 楼房 酒店 商店 博物馆 车站 咖啡馆 茅草屋 建筑 楼 寺庙 庙 帐篷
        castle = 城堡 宫殿 皇宫 古堡 塔 宝塔 灯塔 铁塔 金字塔 长城 堡垒
        car = 轿车 跑车 豪车 卡车 货车 公交车 公共汽车 巴士 出租车 火车 列车 地铁 高铁 自行车 单车 摩托车 电动车 拖拉机 面包车 救护车 消防车 警车 小汽车 座驾 吉普车 豪华轿车 大巴 汽车 车子 赛车
        boat = 小船 帆船 轮船 游艇 渔船 木船 独木舟 竹筏 游轮 军舰 舟 船只 潜艇
        rocket = 火箭 飞船 宇宙飞船 太空船 飞机 战斗机 直升机 航天飞机 导弹 无人机
        sun = 太阳 烈日 红日 骄阳 朝阳
        moon = 月亮 月牙 圆月 满月 明月 新月 弯月
        cloud = 云朵 白云 云彩 乌云 云海 云儿
        star = 星星 五角星 繁星 流星 海星
        heart = 爱心 心形 桃心
        circle = 圆圈 圆形 圆球 篮球 足球 排球 皮球 球
        square = 方块 正方形 方形 盒子 箱子
        triangle = 三角形
        man = 男人 男孩 男生 小伙 小伙子 大叔 老爷爷 爷爷 男子 国王 王子 骑士 帅哥 爸爸 父亲 大哥 哥们 老头 老人 先生 小男孩 少年 儿子 武士 和尚 叔叔 弟弟 哥哥 汉子
        woman = 女人 女孩 女生 姑娘 小姐姐 妹子 美女 女子 女士 阿姨 奶奶 老奶奶 公主 女王 皇后 妈妈 母亲 少女 小女孩 女儿 新娘 仙女 萝莉 妹妹 姐姐 女巫
        person = 人物 宝宝 婴儿 孩子 小孩 小朋友 儿童 学生 医生 老师 警察 厨师 宇航员 农民 工人 护士 司机 歌手 舞者 小人 士兵 消防员 画家 科学家 雪人
        face = 人脸 头像 面孔 脸庞 脸蛋 笑脸 肖像
        glasses = 眼镜 墨镜 太阳镜 太阳眼镜
        hat = 帽子 草帽 礼帽 鸭舌帽 头盔 皇冠 毡帽 贝雷帽
        clothes = 衣服 裙子 连衣裙 外套 毛衣 大衣 衬衫 旗袍 汉服 西装 上衣 裤子 长裙 T恤 卫衣 夹克
        red clothes = 红裙 红衣
        white clothes = 白裙 白衣
        blue clothes = 蓝衣
        sea = 大海 海面 海上 海洋 海里 海底 海水 湖 湖泊 湖面 湖水 河 河流 小河 江 江面 池塘 水面 河里 湖里 大洋 水里 深海 海浪 波浪 海中
        beach = 海边 沙滩 海滩 海岸 湖边 河边 岸边 江边 水边 沙滩上 海滨 湖畔 河畔 河岸 湖岸 池塘边
        meadow = 草地 草原 草坪 田野 田里 花园 公园 牧场 农场 花海 花丛 院子 庭院 麦田 稻田 草丛 田间 操场 菜园 果园 后院 绿地
        forest = 森林 树林 丛林 林子 竹林 热带雨林 林间 密林 雨林 树丛 松林
        mountains = 山 大山 群山 高山 山顶 山峰 山坡 山谷 山脚下 雪山 山上 山区 火山 悬崖 山林 山野 小山 山丘
        desert = 沙漠 戈壁 沙丘 大漠 荒漠 荒野
        city = 城市 都市 城里 市中心 大城市 城镇 小镇 镇上 村庄 乡村 村子 农村 上海 北京 纽约 东京 巴黎 伦敦 深圳 广州 香港 古镇
        street = 街道 街上 马路 大街 街头 巷子 小巷 公路 胡同 路边 马路上 路上 小路 步行街 十字路口 小道 道路 高速公路 街角
        room = 房间 客厅 卧室 屋里 屋内 室内 教室 办公室 书房 家里 阁楼 宿舍 病房 房间里
        kitchen = 厨房 灶台 餐厅 饭厅
        space = 太空 宇宙 外太空 银河 银河系 星际 星空宇宙 星际空间 宇宙空间
        night = 夜晚 晚上 夜里 夜间 深夜 半夜 午夜 夜色 夜幕 星空 夜空 月夜 月光 月光下 三更半夜 大晚上 月色 夜半
        sunset = 日落 黄昏 傍晚 夕阳 晚霞 落日 日暮 夕阳西下 日出 黎明 清晨 拂晓 朝霞 晨曦 破晓 余晖
        day = 白天 晴天 大白天 早晨 早上 中午 正午 上午 下午 阳光 晴朗 阳光明媚 春天 夏天 夏日 春日 春季 夏季 晴空 午后 蓝天 大晴天 烈日当空 艳阳
        rain = 下雨 雨天 雨中 雨里 暴雨 大雨 小雨 细雨 毛毛雨 倾盆大雨 雷雨 雨水 梅雨 暴风雨 下着雨 下着大雨 雷阵雨 阴雨 雨夜
        snow = 下雪 雪天 雪中 雪地 冬天 冬日 冬季 大雪 暴风雪 飘雪 雪花 白雪 积雪 冰天雪地 下着雪 雪里 大雪纷飞 寒冬 雪景 下着大雪 雪花飘飘
        orange warm = 秋天 秋日 秋季 金秋
        flat = 扁平 扁平化 扁平插画 矢量 矢量插画 卡通 卡通风格 漫画 动漫 二次元
        line_art = 线描 线稿 简笔画 素描 白描 铅笔画 速写
        neon = 霓虹 霓虹灯 赛博朋克 荧光
        paper_cut = 剪纸 纸艺 折纸 立体纸雕 纸雕
        pastel = 柔和 马卡龙 淡雅 粉彩 浅色调 莫兰迪 清新 小清新
        vivid = 鲜艳 艳丽 五彩斑斓 色彩鲜艳 浓郁 五颜六色 色彩缤纷 绚丽
        monochrome = 黑白 单色 水墨 灰度
        warm = 暖色 暖色调 温暖 温馨
        cold = 冷色 冷色调 寒冷 冰冷 清冷
        red = 红彤彤 大红 朱红 鲜红 深红 !酒红 火红 通红 绯红 枣红 赤红 大红色 酒红色 红通通
        orange = 橙黄 橘红 橘黄 橙红 橘红色 橘黄色
        yellow = 金黄 金色 米黄 黄澄澄 土黄 明黄 金黄色 淡黄 鹅黄 金灿灿 柠檬黄 淡黄色
        green = 翠绿 碧绿 墨绿 !草绿 嫩绿 绿油油 军绿 翡翠 翠绿色 墨绿色 深绿 浅绿 深绿色
        blue = !天蓝 深蓝 湛蓝 蔚蓝 宝蓝 !海蓝 蓝莹莹 藏青 !天蓝色 深蓝色 浅蓝 浅蓝色 湖蓝 宝蓝色 蓝色
        purple = 紫红 淡紫 深紫 紫罗兰色 薰衣草色 紫色 淡紫色
        pink = 粉嫩 桃红 玫红 粉红 粉嘟嘟 玫瑰色 桃红色 玫红色 粉红色
        brown = 咖啡色 褐色 棕色 巧克力色 棕褐色 咖色 栗色 深棕色
        black = 漆黑 乌黑 黑乎乎 黝黑 墨色 墨黑 黑漆漆
        white = !雪白 洁白 米白 白色 纯白 乳白 奶白 银白 米白色 白白的 !雪白色
        grey = 灰色 银灰 银色 深灰 灰白 银灰色 浅灰色 灰蒙蒙
        turquoise = 青色 青绿 湖绿 青绿色 蓝绿色 孔雀蓝 绿松石
        one = 一头 一匹 一架 一台 一尾 一株 一枝 一束 一栋 一名 一群人 单独
        two = 俩 两头 两匹 两架 两台 一对 一双 两位 两名 两株 成对 两尾 两人
        two person = 情侣 夫妻 夫妇 恋人 双胞胎
        three = 仨 三头 三匹 三架 三台 三株 三名 三位
        four = 四头 四匹 四架 四台 四株 四名
        five = 五头 五匹 五架 五台 五株 五名
        many = 一群 一堆 成群 好多 好几 无数 满地 一片 一丛 一串
        small = 小巧 迷你 袖珍 微小 娇小 小不点 小型 超小 一丁点 小只
        large = 巨型 庞大 超大 硕大 巨大 超级大 大型 高大 大大的 特大
        left = 左边 左侧 左手边 左方 左面
        right = 右边 右侧 右手边 右方 右面
        above = 上方 上空 头顶 半空
        below = 下方 底下
        tree below = 树下
        on = 上面 顶上
        chair on = 桌上
        in_front_of = 前面 前方 跟前 面前
        house in_front_of = 门前
        behind = 后面 后方 背后 身后
        beside = 旁边 一旁 身边 边上 隔壁 附近 周围 挨着 紧挨着 身旁
        centre = 中间 中央 正中间 正中 中心 正中央
        wearing = 戴着 穿着 身穿 头戴 身着 佩戴
        background = 背景
        plain background = 纯色背景 白底 简单背景 极简 留白 空白背景
        = 开心 !小心 心情 关心 中心思想 快乐 高兴 幸福 悠闲 心里 用心 认真 大家 大概 大约 大小 多大 小时 小说 天气 天空 天上 今天 明天 昨天 每天 画面 画中 画风 正在 在于 存在 现在 上班 下班 上学 马上 晚上好 晚安
        = 早安 生日快乐 花费 花样 花纹 红包 黄瓜 黄金 青蛙 青年 青春 白菜 白领 黑暗 黑板 粉丝 灰尘 海报 海鲜 海绵 海盗 海龟 地方 地球 地上 地面 土地 方向 东方 西方 南方 北方 方式 方便 圆满 心爱 水平 火山灰 电影感 电影 高清 高质量 精美 超高清
        = 有点 有些 有趣 没有 还有点 所有 只有 有着 里面有 一样 一起 一直 一边 一下 一切 一定 一种 这种 那种 一般 一个人静静 静静 静静地 慢慢 慢慢地 轻轻 轻轻地 缓缓 正好 坐着 躺着 站着 趴着 蹲着 跑着 飞着 飘着 走着 看着 望着 拿着 抱着 停着 开着 游着 睡觉 跑步 奔跑 飞翔 跳舞 唱歌 吃 喝 玩耍 散步 游泳 晒太阳 看书 读书 睡着 发呆 聊天
        = 充满 仿佛 如同 好像 似乎 非常 特别 十分 极其 超级 相当 比较 稍微 那么 这么 多么 可爱 漂亮 美丽 帅气 优雅 神秘 梦幻 浪漫 宁静 安静 热闹 孤独 孤单 慵懒 呆萌 萌萌 软萌 毛茸茸 胖乎乎 圆滚滚 肥嘟嘟 萌 氛围 氛围感 感觉 意境 质感 细节 光影 光线 构图 场景 景色 风景 画一张 画一幅 画一个 画一只 帮我画 给我画 生成 一幅画 一张图 一张 一幅 图片 插画 照片 摄影 作品 请帮我 麻烦 帮我 整一个 来一个 来一只 来一张 来张 来个 整个 搞一个 来一幅
        """
}
