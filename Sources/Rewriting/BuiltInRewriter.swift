package import Domain
package import Words

/// Rewrites without a language model: plain words for those that the engine does not know, and what a short prompt leaves open.
///
/// `coarse` only finds words that the engine knows; `general` also says where and in which light, where the prompt says nothing of it;
/// `fine` adds place, palette and style. An engine that understands any words keeps the user's own.
package struct BuiltInRewriter: Rewriter {
    private let thesaurus: Thesaurus
    /// Words, or half as many as Chinese characters, from which a prompt needs no more.
    private static let enough = 40

    package init(thesaurus: Thesaurus = .standard) {
        self.thesaurus = thesaurus
    }

    package func rewrite(_ order: Order, for engine: any Engine) async -> Rewrite {
        let known = await engine.vocabulary
        let plan = order.count > 1 ? GroupPlan(order.prompt, count: order.count) : nil
        let subject = plan?.subject ?? order.prompt
        let prompt = word(order, subject, known, settled: plan?.settled ?? [])
        guard let plan else { return Rewrite(prompt: prompt) }
        let variations = plan.scenes.map { scene in
            // What the plan adds of its own is in plain words; what the user listed is the user's wording.
            let isOurs = !plan.isListed || order.rewriting != .off
            return Self.joined(
                prompt,
                isOurs ? Self.withoutEchoes(simplified(scene, known)) : scene,
                inChinese: order.prompt.isMostlyChinese
            )
        }
        return Rewrite(prompt: order.rewriting == .off ? order.prompt : prompt, variations: variations)
    }

    /// The wording that the order's level asks for.
    private func word(
        _ order: Order,
        _ prompt: String,
        _ known: Set<String>?,
        settled: Set<BasicWords.Aspect>
    ) -> String {
        guard order.rewriting != .off else { return prompt }
        let plain = simplified(prompt, known)
        guard order.rewriting != .coarse, order.references.isEmpty || order.rewriting == .fine else { return plain }
        guard order.rewriting == .fine || length(of: prompt) < Self.enough else { return plain }
        // References say how it looks.
        let settled = order.references.isEmpty ? settled : settled.union([.style, .palette, .setting, .place])
        let completion = Completion(statement: Statement(prompt, thesaurus), seed: order.seed, known: known)
        let added = completion.phrases(isFine: order.rewriting == .fine, settled: settled)
        return added.reduce(plain) { Self.joined($0, $1, inChinese: prompt.isMostlyChinese) }
    }

    func simplified(_ text: String, _ known: Set<String>?) -> String {
        guard let known else { return text }
        return Simplifier(thesaurus: thesaurus, known: known).simplify(text)
    }

    /// Without parts that another part says, too: in plain words “spring, by day” is “day, by day”.
    private static func withoutEchoes(_ scene: String) -> String {
        let parts = scene.split { ",，".contains($0) }.map { $0.drop { $0 == " " } }
        let kept = parts.filter { part in
            !parts.contains { other in
                other.count > part.count
                    && " \(other) ".contains(part.utf8.allSatisfy({ $0 < 0x80 }) ? " \(part) " : "\(part)")
            }
        }
        return kept.count == parts.count ? scene : kept.joined(separator: scene.contains("，") ? "，" : ", ")
    }

    private func length(of prompt: String) -> Int {
        Piece.pieces(of: prompt).reduce(0) { count, piece in
            switch piece {
            case .english: count + 1
            case .chinese(let text): count + (text.unicodeScalars.count + 1) / 2
            case .other: count
            }
        }
    }

    private static func joined(_ text: String, _ more: String, inChinese: Bool) -> String {
        let ends = " ,.;:!?，。；：、！？"
        let begin = String(text.reversed().drop { ends.contains($0) }.reversed())
        guard !begin.isEmpty else { return more }
        return more.isEmpty ? begin : "\(begin)\(inChinese ? "，" : ", ")\(more)"
    }
}
