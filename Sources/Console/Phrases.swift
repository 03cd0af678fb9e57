/// Every text of the pages, in English and Chinese.
// General
extension Phrase {
    static let skipToContent = Phrase("Skip to the content", "跳到正文")
    static let navigation = Phrase("Navigation", "导航")
    static let language = Phrase("Language", "语言")
    static let search = Phrase("Search", "搜索")
    static let account = Phrase("Account", "账户")
    static let owner = Phrase("Owner", "所有者")
    static let signIn = Phrase("Sign in", "登录")
    static let signOut = Phrase("Sign out", "退出登录")
    static let name = Phrase("Name", "名称")
    static let password = Phrase("Password", "密码")
    static let save = Phrase("Save", "保存")
    static let start = Phrase("Start", "开始")
    static let add = Phrase("Add", "添加")
    static let cancel = Phrase("Cancel", "取消")
    static let copy = Phrase("Copy", "复制")
    static let delete = Phrase("Delete", "删除")
    static let remove = Phrase("Remove", "移除")
    static let download = Phrase("Download", "下载")
    static let show = Phrase("Show", "显示")
    static let filter = Phrase("Filter", "筛选")
    static let more = Phrase("More", "更多")
    static let path = Phrase("Path", "路径")
    static let never = Phrase("never", "从未")
    static let required = Phrase("required", "必填")
    static let byDefault = Phrase("default", "默认")
    static let backToStart = Phrase("To the playground", "回到创作页")
    static let playground = Phrase("Playground", "创作")
    static let gallery = Phrase("Gallery", "图库")
    static let keys = Phrase("Keys", "密钥")
    static let usage = Phrase("Usage", "用量")
    static let system = Phrase("System", "系统")
    static let people = Phrase("People", "成员")
    static let docs = Phrase("Docs", "文档")
    static let admin = Phrase("admin", "管理员")
}

// SignIn
extension Phrase {
    static let signInFirst = Phrase("Please sign in.", "请先登录。")
    static let wrongPassword = Phrase("Name and password do not go together.", "名称与密码不匹配。")
    static let tooManyAttempts = Phrase("Too many attempts. Please wait a while.", "尝试次数过多，请稍候。")
    static let lostPassword = Phrase("Lost the password? On the machine of this service:", "忘记密码？在本服务所在的机器上运行：")
    static let linkUsed = Phrase(
        "This link was used already or has expired. Sign in, or ask for a new one.",
        "此链接已使用或已过期。请登录，或索取新链接。"
    )
    static let welcome = Phrase("Welcome to Flint", "欢迎使用 Flint")
    static let choosePassword = Phrase("Choose a password, then draw.", "设置密码，然后开始创作。")
    static let passwordRule = Phrase("At least 8 characters.", "至少 8 个字符。")
    static let badName = Phrase("A name has 1 to 64 characters.", "名称需为 1 到 64 个字符。")
    static let nameTaken = Phrase("Somebody has this name already.", "此名称已被使用。")
    static let changePassword = Phrase("Change the password", "修改密码")
    static let presentPassword = Phrase("Present password", "当前密码")
    static let newPassword = Phrase("New password", "新密码")
    static let sessionsEnd = Phrase("All other sessions end.", "其他会话都会结束。")
}

// Errors
extension Phrase {
    static let nothingHere = Phrase("There is nothing here.", "这里什么也没有。")
    static let staleForm = Phrase("This page was open too long. Load it again and repeat.", "页面已过期，请刷新后重试。")
    static let badForm = Phrase("This form could not be read.", "无法读取此表单。")
    static let finishedAlready = Phrase("The task is finished already.", "任务已经结束。")
    static let storeAway = Phrase("Nothing can be stored at the moment. Try again later.", "暂时无法存储，请稍后再试。")
    static let somethingWrong = Phrase("Something went wrong. The log of the service knows more.", "出了点问题，服务日志中有详情。")
}

// Keys
extension Phrase {
    static let keysLead = Phrase(
        "A program shows its key with each request: Authorization: Bearer KEY.",
        "程序在每次请求中出示密钥：Authorization: Bearer KEY。"
    )
    static let noKeys = Phrase("No keys yet. Make one for your first program.", "还没有密钥。为你的第一个程序创建一个吧。")
    static let newKey = Phrase("New key", "新密钥")
    static let createKey = Phrase("Create the key", "创建密钥")
    static let keyNameHint = Phrase("for example website", "例如 website")
    static let endedKeys = Phrase("Revoked and expired", "已吊销和已过期")
    static let copyKeyNow = Phrase("Copy your key now", "请立即复制密钥")
    static let copyKeyWhy = Phrase("It is shown this once and kept nowhere.", "它只显示这一次，不会保存在任何地方。")
    static let tryIt = Phrase("Try it in a terminal", "在终端中试用")
    static let made = Phrase("Made", "创建于")
    static let lastUsed = Phrase("Last used", "最近使用")
    static let revoked = Phrase("Revoked", "吊销于")
    static let expires = Phrase("Expires", "到期")
    static let spent = Phrase("Spent", "已花费")
    static let models = Phrase("Models", "模型")
    static let modelsHint = Phrase("None ticked means all.", "不勾选表示全部。")
    static let requestsPerMinute = Phrase("Requests a minute", "每分钟请求数")
    static let imagesPerMinute = Phrase("Pictures a minute", "每分钟图片数")
    static let tasksAtOnce = Phrase("Tasks at once", "同时任务数")
    static let budget = Phrase("Budget in USD", "预算（美元）")
    static let limits = Phrase("Limits", "限制")
    static let noLimit = Phrase("no limit", "不限")
    static let adminKey = Phrase("admin", "管理")
    static let change = Phrase("Change", "修改")
    static let rotate = Phrase("Rotate", "轮换")
    static let rotateWhy = Phrase(
        "The present text of this key stops working at once. You get a new one.",
        "该密钥现有的文本将立即失效，你会得到新的文本。"
    )
    static let revoke = Phrase("Revoke", "吊销")
    static let revokeWhy = Phrase(
        "Programs with this key are refused from now on. This cannot be undone.",
        "使用此密钥的程序将从现在起被拒绝，且无法撤销。"
    )
    static let badKeyName = Phrase("A key needs a name of 1 to 100 characters.", "密钥名称需为 1 到 100 个字符。")
    static let badCount = Phrase("A limit must be a whole number from 1 to 1000000000.", "限制必须是 1 到 1000000000 的整数。")
    static let badBudget = Phrase("The budget must be US dollars such as 10.00.", "预算须为美元金额，例如 10.00。")
    static let badExpiry = Phrase("The last day must be a day to come.", "到期日必须是将来的日期。")
}

// People
extension Phrase {
    static let peopleLead = Phrase(
        "Who may sign in here. Each person sees what belongs to their owner.",
        "可以登录的人。每个人看到其所有者名下的内容。"
    )
    static let invite = Phrase("Invite somebody", "邀请成员")
    static let ownerHint = Phrase("People with the same owner share keys, pictures and money.", "同一所有者的成员共享密钥、图片和余额。")
    static let adminHint = Phrase("May invite others and see the machine", "可以邀请他人并查看机器状态")
    static let makeLink = Phrase("Make a link", "生成链接")
    static let copyLinkNow = Phrase("Hand over this link", "请转交此链接")
    static let copyLinkWhy = Phrase(
        "It is for choosing a password, works once, and lasts seven days.",
        "用于设置密码，只能使用一次，七天内有效。"
    )
    static let removeWhy = Phrase("This person can no longer sign in. Pictures and keys stay.", "此人将无法再登录。图片和密钥会保留。")
}

// Playground
extension Phrase {
    static let model = Phrase("Model", "模型")
    static let documentation = Phrase("Documentation", "文档")
    static let moreParameters = Phrase("More parameters", "更多参数")
    static let recommendedSizes = Phrase("Recommended sizes", "推荐尺寸")
    static let anotherSeed = Phrase("Another seed", "换一个种子")
    static let draw = Phrase("Draw", "绘制")
    static let whatToDraw = Phrase("What shall it be?", "想画什么？")
    static let tryIdea = Phrase("Write a prompt, or begin with one of these.", "写一段提示词，或从下面的例子开始。")
    static let ideaMushrooms = Phrase("three red mushrooms in a meadow", "草地上的三个红蘑菇")
    static let ideaFox = Phrase("a red fox in the snow at sunset", "夕阳下雪地里的一只红狐狸")
    static let ideaCastle = Phrase("a white castle by the sea at night", "夜晚海边的白色城堡")
    static let ideaCats = Phrase("two orange cats on a beach", "沙滩上的两只橙色猫")
    static let asCode = Phrase("This request as code", "此请求的代码")
    static let dropPictures = Phrase("Drop pictures here, paste them, or give their address", "将图片拖到这里、粘贴，或填写网址")
    static let chooseFiles = Phrase("Choose files", "选择文件")
    static let pictureURL = Phrase("Address of a picture", "图片网址")
    static let useAsReference = Phrase("Use as reference", "用作参考图")
    static let drawAgain = Phrase("Draw again", "再次绘制")
    static let progress = Phrase("Progress", "进度")
}

// Tasks
extension Phrase {
    static let allModels = Phrase("All models", "全部模型")
    static let allStates = Phrase("All states", "全部状态")
    static let allKeys = Phrase("All keys", "全部密钥")
    static let wordsOfPrompt = Phrase("Words of the prompt", "提示词中的词")
    static let state = Phrase("State", "状态")
    static let key = Phrase("Key", "密钥")
    static let waiting = Phrase("Waiting", "等待中")
    static let running = Phrase("Drawing", "绘制中")
    static let completed = Phrase("Completed", "已完成")
    static let failed = Phrase("Failed", "失败")
    static let inProgress = Phrase("In progress", "进行中")
    static let nothingFound = Phrase("Nothing fits.", "没有符合条件的任务。")
    static let nothingDrawn = Phrase("No pictures yet.", "还没有图片。")
    static let drawFirst = Phrase("Draw the first one", "画第一张")
    static let pictureGone = Phrase("The files of this task were removed for their age.", "此任务的文件已过保存期。")
    static let galleryKeys = Phrase("Arrow keys move, Enter opens, / searches.", "方向键移动，回车打开，/ 搜索。")
    static let task = Phrase("Task", "任务")
    static let size = Phrase("Size", "尺寸")
    static let seed = Phrase("Seed", "种子")
    static let engine = Phrase("Engine", "引擎")
    static let waited = Phrase("Waited", "等待")
    static let drawn = Phrase("Drawn in", "绘制用时")
    static let attempts = Phrase("Attempts", "尝试次数")
    static let cost = Phrase("Cost", "费用")
    static let request = Phrase("Request", "请求")
    static let revisedPrompt = Phrase("Revised prompt", "改写后的提示词")
    static let warnings = Phrase("Warnings", "提示")
    static let reference = Phrase("Reference", "参考图")
    static let references = Phrase("References", "参考图")
    static let parameters = Phrase("Parameters", "参数")
    static let ignored = Phrase("Ignored:", "已忽略：")
    static let events = Phrase("Events", "事件")
    static let eventCreated = Phrase("Accepted", "已接受")
    static let eventStarted = Phrase("Drawing began", "开始绘制")
    static let eventPicture = Phrase("Picture", "图片")
    static let eventReturned = Phrase("Given back to the queue", "退回队列")
    static let deleteWhy = Phrase("The task and its pictures are removed for good.", "任务及其图片将被永久删除。")
}

// Numbers
extension Phrase {
    static let days = Phrase("days", "天")
    static let pictures = Phrase("Pictures", "图片")
    static let failures = Phrase("Failures", "失败")
    static let meanWait = Phrase("Mean wait", "平均等待")
    static let meanDrawing = Phrase("Time per picture", "每张用时")
    static let balance = Phrase("Balance", "余额")
    static let downloadCSV = Phrase("Download as CSV", "下载 CSV")
    static let oldestWait = Phrase("Longest wait", "最长等待")
    static let webhooksPending = Phrase("Webhooks to deliver", "待发送的 Webhook")
    static let engines = Phrase("Engines", "引擎")
    static let last24Hours = Phrase("last 24 hours", "最近 24 小时")
    static let noEngine = Phrase("No engine", "无引擎")
    static let ready = Phrase("Ready", "就绪")
    static let machine = Phrase("Machine", "机器")
    static let memory = Phrase("Memory of Flint", "Flint 内存")
    static let picturesOnDisk = Phrase("Pictures on disk", "磁盘上的图片")
    static let diskFree = Phrase("Free on disk", "磁盘可用")
    static let processors = Phrase("Processors", "处理器")
    static let load = Phrase("Load", "负载")
    static let upFor = Phrase("Running for", "已运行")
}

// Devices
extension Phrase {
    static let deviceTitle = Phrase("Sign in a command line", "登录命令行")
    static let deviceLead = Phrase(
        "A program shows a code and asks for your rights. Enter the code only if you started it yourself.",
        "某个程序显示了一个代码并请求你的权限。仅当它是你自己启动的才输入代码。"
    )
    static let deviceCode = Phrase("Code", "代码")
    static let deviceCheck = Phrase("Continue", "继续")
    static let deviceAsk = Phrase("Let this program act for you?", "允许此程序以你的名义操作？")
    static let deviceName = Phrase("Program", "程序")
    static let deviceFrom = Phrase("From", "来自")
    static let deviceAllow = Phrase("Allow", "允许")
    static let deviceRefuse = Phrase("Refuse", "拒绝")
    static let deviceAllowed = Phrase("The program is signed in. You can close this page.", "程序已登录，可以关闭此页面。")
    static let deviceRefused = Phrase("The program was refused.", "已拒绝该程序。")
    static let deviceUnknown = Phrase("There is no such code, or it has expired.", "没有这个代码，或者它已过期。")
}

// Docs
extension Phrase {
    static let docsLead = Phrase("Image generation that speaks the Spark image API.", "兼容 Spark 图像 API 的图像生成服务。")
    static let onThisPage = Phrase("On this page", "本页内容")
    static let authentication = Phrase("Authentication", "身份验证")
    static let polling = Phrase("Polling", "轮询")
    static let responseFormat = Phrase("Response format", "响应格式")
    static let errorCodes = Phrase("Error codes", "错误码")
    static let code = Phrase("Code", "代码")
    static let meaning = Phrase("Meaning", "含义")
    static let recommended = Phrase("Recommended", "推荐")
    static let rules = Phrase("Rule", "规则")
    static let exampleRequest = Phrase("Request", "请求")
    static let exampleAnswer = Phrase("Answer", "响应")
    static let examplePoll = Phrase("Poll", "轮询")
    static let tryInPlayground = Phrase("Try it in the playground", "在创作页中试用")
    static let resolution = Phrase("Resolution", "分辨率")
    static let ratio = Phrase("Ratio", "比例")
    static let widthHeight = Phrase("Width × height", "宽 × 高")
    static let modelsTitle = Phrase("Models", "模型")
    static let guides = Phrase("Guides", "指南")
}

// What scripts say
extension Phrase {
    static let forScripts = [
        "copied": Phrase("Copied", "已复制"),
        "drawing": Phrase("Drawing", "绘制中"),
        "waiting": Phrase("Waiting", "等待中"),
        "position": Phrase("before it in the queue", "个任务排在前面"),
        "sure": Phrase("Are you sure?", "确定吗？"),
        "yes": Phrase("Yes", "确定"),
        "no": Phrase("Cancel", "取消"),
        "failed": Phrase("Failed", "失败"),
        "cancel": Phrase("Cancel", "取消"),
        "again": Phrase("Again with another seed", "换种子再画"),
        "asReference": Phrase("Use as reference", "用作参考图"),
        "download": Phrase("Download", "下载"),
        "openTask": Phrase("Details", "详情"),
        "removeReference": Phrase("Remove", "移除"),
        "kindOfReference": Phrase("What to take from it", "从中取什么"),
        "tooManyPictures": Phrase("No more pictures are possible with this model.", "此模型不能再添加图片。"),
        "cannotLoad": Phrase("This picture cannot be read.", "无法读取此图片。"),
        "promptMissing": Phrase("Write what to draw.", "请写下要画的内容。"),
        // The service's own sentences are English; elsewhere the rule stands before them.
        "mustBe": Phrase("It must be ", "应为："),
        "offline": Phrase("The service does not answer.", "服务没有响应。"),
        "noResults": Phrase("Nothing found.", "没有找到。"),
        "searchDocs": Phrase("Search the documentation", "搜索文档"),
        "pictures": Phrase("pictures", "张图片"),
        "seconds": Phrase("s", "秒"),
        "pictureOf": Phrase("Picture", "图片"),
        "preview": Phrase("Preview", "预览"),
    ]
}
