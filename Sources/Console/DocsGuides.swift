import Catalog

/// The pages that hold for all models.
extension DocsPage {
    static func start(_ catalog: Catalog) -> DocsPage {
        DocsPage(
            id: "start",
            title: Phrase("Quick start", "快速开始"),
            lead: .docsLead,
            isModel: false,
            sections: [
                Section(id: "key", title: Phrase("1. A key", "1. 密钥")) { reader in
                    reader.say(
                        """
                        <p>Make one on the page <a href="/console/keys">Keys</a>, or with <code>flint keys create --name NAME</code> on the machine of the service. \
                        Every call shows it: <code>Authorization: Bearer KEY</code>.</p>
                        """,
                        """
                        <p>在<a href="/console/keys">密钥</a>页面创建，或在服务所在机器上运行 <code>flint keys create --name NAME</code>。\
                        每次调用都要出示：<code>Authorization: Bearer KEY</code>。</p>
                        """
                    )
                },
                Section(id: "task", title: Phrase("2. A task", "2. 任务")) { reader in
                    reader.say(
                        "<p>A request becomes a task. The answer comes at once, with its id; drawing takes a moment.</p>",
                        "<p>请求会成为一个任务。响应立即返回任务 id，绘制需要片刻。</p>"
                    )
                        + .code(
                            """
                            curl \(reader.base)/model/v1/generation \\
                              -H "Authorization: Bearer $FLINT_KEY" \\
                              -H "Content-Type: application/json" \\
                              -d '{"model": "spark_t2i_3_0", "prompt": "three red mushrooms in a meadow"}'
                            """,
                            reader
                        )
                },
                Section(id: "picture", title: Phrase("3. The picture", "3. 图片")) { reader in
                    reader.say(
                        "<p>Ask how it stands until <code>status</code> is <code>completed</code> or <code>failed</code>. A completed task has links to its pictures, valid for 24 hours.</p>",
                        "<p>查询状态，直到 <code>status</code> 为 <code>completed</code> 或 <code>failed</code>。完成的任务带有图片链接，24 小时内有效。</p>"
                    )
                        + .code(
                            """
                            curl \(reader.base)/model/v1/generation/task/ID \\
                              -H "Authorization: Bearer $FLINT_KEY"
                            """,
                            reader
                        )
                },
                Section(id: "models", title: .modelsTitle) { reader in
                    let rows = catalog.models.html { model -> HTML in
                        """
                        <li><a href="/docs/\(model.id)"><strong>\(model.name)</strong><code>\(model.id)</code></a>\
                        <p>\(CatalogPhrases.text(model.summary, reader.language))</p></li>
                        """
                    }
                    return "<ul class=\"model-list\">\(rows)</ul>"
                },
                Section(id: "machines", title: Phrase("For programs", "供程序使用")) { reader in
                    reader.say(
                        "<p><a href=\"/openapi.json\">openapi.json</a> is the whole contract for machines, <a href=\"/llms.txt\">llms.txt</a> the short one for agents.</p>",
                        "<p><a href=\"/openapi.json\">openapi.json</a> 是完整的机器可读契约，<a href=\"/llms.txt\">llms.txt</a> 是给智能体的简版。</p>"
                    )
                },
            ]
        )
    }

    static let tasks = DocsPage(
        id: "tasks",
        title: Phrase("Tasks", "任务"),
        lead: Phrase("Create, watch, list, cancel and delete.", "创建、查看、列出、取消和删除。"),
        isModel: false,
        sections: [
            Section(id: "calls", title: Phrase("Calls", "调用")) { reader in
                let calls: [(String, Phrase)] = [
                    ("POST /model/v1/generation", Phrase("create a task", "创建任务")),
                    ("GET /model/v1/generation/task/ID", Phrase("how it stands", "查询状态")),
                    ("GET /model/v1/generation/task/ID/stream", Phrase("the same as events", "以事件流查询")),
                    ("POST /model/v1/generation/task/ID/cancel", Phrase("stop it", "停止")),
                    ("DELETE /model/v1/generation/task/ID", Phrase("remove it with its pictures", "连同图片一起删除")),
                    ("GET /model/v1/generation/tasks", Phrase("your tasks, newest first", "你的任务，新的在前")),
                    ("POST /model/v1/generation/sync", Phrase("create and wait for the end", "创建并等待结束")),
                    ("POST /model/v1/generation/precharge", Phrase("the price, nothing drawn", "只查询价格，不绘制")),
                    ("GET /api/v1/usage", Phrase("what was drawn and spent", "用量与花费")),
                    ("GET /api/v1/user/balance", Phrase("what is left", "余额")),
                ]
                let rows = calls.html {
                    "<tr><th scope=\"row\"><code>\($0.0)</code></th><td>\(reader.text($0.1))</td></tr>"
                }
                return
                    "<div class=\"table\" tabindex=\"0\" role=\"group\" aria-label=\"\(reader.text(Phrase("Calls", "调用")))\"><table><tbody>\(rows)</tbody></table></div>"
            },
            Section(id: "body", title: Phrase("The body", "请求体")) { reader in
                reader.say(
                    "<p>Parameters may stand flat beside <code>model</code>, or in <code>input[0].params</code>. Unknown ones do not fail a request; the task names them in <code>metadata.ignored_parameters</code>.</p>",
                    "<p>参数可以与 <code>model</code> 平级，也可以放在 <code>input[0].params</code> 中。未知参数不会使请求失败，任务会在 <code>metadata.ignored_parameters</code> 中列出它们。</p>"
                )
            },
            Section(id: "idempotency", title: Phrase("Repeating safely", "安全重试")) { reader in
                reader.say(
                    "<p>Send <code>Idempotency-Key</code> with a create. The same key and body within 24 hours answer with the first task; another body is refused with 422.</p>",
                    "<p>创建时带上 <code>Idempotency-Key</code>。24 小时内相同的键和请求体会返回第一个任务；请求体不同则返回 422。</p>"
                )
            },
            Section(id: "states", title: Phrase("States", "状态")) { reader in
                reader.say(
                    "<p><code>in_progress</code> with <code>progress</code> from 0 to 1, then <code>completed</code> with <code>output</code> and <code>usage</code>, or <code>failed</code> with <code>error</code>. A failed task is HTTP 200 and costs nothing.</p>",
                    "<p><code>in_progress</code> 带有 0 到 1 的 <code>progress</code>；随后是带 <code>output</code> 和 <code>usage</code> 的 <code>completed</code>，或带 <code>error</code> 的 <code>failed</code>。失败的任务返回 HTTP 200，不收费。</p>"
                )
            },
        ]
    )

    static let streaming = DocsPage(
        id: "streaming",
        title: Phrase("Streaming", "流式返回"),
        lead: Phrase("Each picture as soon as it is ready.", "每张图片完成即到。"),
        isModel: false,
        sections: [
            Section(id: "any-task", title: Phrase("Of any task", "任意任务")) { reader in
                reader.say(
                    "<p>Server-sent events: <code>progress</code>, <code>output</code> for each picture, then <code>done</code> with the whole task, or <code>error</code>.</p>",
                    "<p>服务器发送事件：<code>progress</code>，每张图片一个 <code>output</code>，最后是带完整任务的 <code>done</code> 或 <code>error</code>。</p>"
                )
                    + .code(
                        """
                        curl -N \(reader.base)/model/v1/generation/task/ID/stream \\
                          -H "Authorization: Bearer $FLINT_KEY"
                        """,
                        reader
                    )
            },
            Section(id: "native", title: Phrase("With stream: true", "使用 stream: true")) { reader in
                reader.say(
                    "<p>A create of <code>spark_dream_5_0</code> with <code>\"stream\": true</code> answers with events itself: <code>task</code>, <code>image_generation.partial_succeeded</code> for each picture, <code>image_generation.completed</code>, then <code>[DONE]</code>.</p>",
                    "<p>用 <code>\"stream\": true</code> 创建 <code>spark_dream_5_0</code> 任务时，响应本身就是事件流：<code>task</code>，每张图片一个 <code>image_generation.partial_succeeded</code>，然后是 <code>image_generation.completed</code> 和 <code>[DONE]</code>。</p>"
                )
            },
            Section(id: "resume", title: Phrase("Going on after a break", "断线续传")) { reader in
                reader.say(
                    "<p>Each event has a number as its <code>id</code>. Send the last one as <code>Last-Event-ID</code> or <code>?cursor=N</code>. A client that leaves does not stop the task.</p>",
                    "<p>每个事件都有编号 <code>id</code>。用 <code>Last-Event-ID</code> 或 <code>?cursor=N</code> 发送最后一个即可继续。客户端断开不会停止任务。</p>"
                )
            },
        ]
    )

    static let webhooks = DocsPage(
        id: "webhooks",
        title: Phrase("Webhooks", "Webhook"),
        lead: Phrase("The end of a task, told to your server.", "任务结束时通知你的服务器。"),
        isModel: false,
        sections: [
            Section(id: "callback", title: Phrase("Asking for one", "请求通知")) { reader in
                reader.say(
                    "<p>Send <code>callback_url</code> with a create. At the end it gets <code>{\"type\": \"generation.completed\", \"timestamp\": \"…\", \"data\": task}</code>, or <code>generation.failed</code>. An answer other than 2xx is tried again.</p>",
                    "<p>创建时带上 <code>callback_url</code>。结束时它会收到 <code>{\"type\": \"generation.completed\", \"timestamp\": \"…\", \"data\": task}</code> 或 <code>generation.failed</code>。非 2xx 的响应会重试。</p>"
                )
            },
            Section(id: "signature", title: Phrase("Checking the signature", "验证签名")) { reader in
                reader.say(
                    "<p>Signed after Standard Webhooks: <code>webhook-id</code>, <code>webhook-timestamp</code>, <code>webhook-signature</code>. The secret is at <code>GET /api/v1/webhooks/secret</code>.</p>",
                    "<p>按 Standard Webhooks 签名：<code>webhook-id</code>、<code>webhook-timestamp</code>、<code>webhook-signature</code>。密钥见 <code>GET /api/v1/webhooks/secret</code>。</p>"
                )
                    + .code(
                        """
                        import base64, hashlib, hmac

                        def is_genuine(headers, body, secret):
                            key = base64.b64decode(secret.removeprefix("whsec_"))
                            signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
                            right = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
                            return any(hmac.compare_digest(part, "v1," + right) for part in headers["webhook-signature"].split())
                        """,
                        reader,
                        title: "Python"
                    )
            },
        ]
    )

    static let errors = DocsPage(
        id: "errors",
        title: Phrase("Errors", "错误"),
        lead: Phrase("One shape for all of them.", "所有错误同一种形式。"),
        isModel: false,
        sections: [
            Section(id: "shape", title: Phrase("The shape", "形式")) { reader in
                .code(
                    """
                    {"status": "failed", "model": "spark_dream_3_0",
                     "error": {"code": "003019006", "error_message": "…", "message": "…", "param": "width"},
                     "request_id": "…"}
                    """,
                    reader
                )
                    + reader.say(
                        "<p>The message names the parameter, what was sent and what is allowed. The codes of each model stand on its page.</p>",
                        "<p>消息会指出参数、收到的值和允许的值。各模型的错误码见其页面。</p>"
                    )
            },
            Section(id: "general", title: Phrase("Codes of all models", "通用错误码")) { reader in
                let codes: [(String, Int, Phrase)] = [
                    ("invalid_json", 400, Phrase("the body is no JSON", "请求体不是 JSON")),
                    ("invalid_request", 400, Phrase("something beside the parameters is wrong", "参数以外的内容有误")),
                    ("unauthorized", 401, Phrase("no valid key", "没有有效密钥")),
                    ("permission_denied", 403, Phrase("the key may not", "密钥无权限")),
                    ("insufficient_balance", 403, Phrase("budget or balance is used up", "预算或余额用尽")),
                    ("not_found", 404, Phrase("nothing there, or not yours", "不存在，或不属于你")),
                    ("model_not_found", 404, Phrase("there is no such model", "没有这个模型")),
                    ("already_finished", 409, Phrase("the task is finished", "任务已结束")),
                    ("gone", 410, Phrase("the link has expired", "链接已过期")),
                    ("payload_too_large", 413, Phrase("larger than 210 MB", "超过 210 MB")),
                    ("idempotency_mismatch", 422, Phrase("the key was used for another request", "该键已用于其他请求")),
                    ("rate_limited", 429, Phrase("too fast; see Retry-After", "过快，见 Retry-After")),
                    ("queue_full", 429, Phrase("too many tasks wait", "等待的任务过多")),
                    ("internal", 500, Phrase("our fault", "服务内部错误")),
                    ("unavailable", 503, Phrase("try again later", "稍后再试")),
                    ("timeout", 504, Phrase("sync waited 15 minutes; poll on", "同步等待超过 15 分钟，请继续轮询")),
                    ("cancelled", 200, Phrase("the task was stopped", "任务已取消")),
                ]
                let rows = codes.html {
                    "<tr><th scope=\"row\"><code>\($0.0)</code></th><td>\($0.1)</td><td>\(reader.text($0.2))</td></tr>"
                }
                return """
                    <div class="table" tabindex="0" role="group" aria-label="\(reader.text(.errorCodes))"><table><thead><tr><th scope="col">\(reader.text(.code))</th><th scope="col">HTTP</th>\
                    <th scope="col">\(reader.text(.meaning))</th></tr></thead><tbody>\(rows)</tbody></table></div>
                    """
            },
        ]
    )
}
