import Words

/// What the pictures of a group share, and what each of them shows: the scenes that a prompt lists, the members of a series that it names,
/// or else views of the same.
struct GroupPlan {
    /// The prompt without the words that ask for several pictures: "four pictures of" is no four of anything inside one.
    let subject: String
    /// One for each picture.
    let scenes: [String]
    /// What the scenes say themselves, so that nothing else is said of it.
    let settled: Set<BasicWords.Aspect>
    /// Whether the scenes are the user's own words.
    let isListed: Bool

    init(_ prompt: String, count: Int) {
        let isChinese = prompt.isMostlyChinese
        if let list = SceneList(prompt, most: count) {
            subject = GroupWording.strip(list.subject)
            let more = Series.views.scenes(isChinese)
            scenes = list.scenes + (list.scenes.count..<max(count, list.scenes.count)).map { more[$0 % more.count] }
            settled = [.place, .time, .setting]
            isListed = true
            return
        }
        let series = Series.all.first { $0.isNamed(in: prompt) } ?? .views
        let all = series.scenes(isChinese)
        subject = GroupWording.strip(series.strip(GroupWording.strip(prompt)))
        // Fewer pictures than members are spread over the series.
        let step = series.isOrdered && count < all.count ? Double(all.count) / Double(count) : 1
        scenes = (0..<count).map { all[Int(Double($0) * step) % all.count] }
        settled = series.settled
        isListed = false
    }
}
