import Domain
import Testing

@testable import Ember

struct MentionsTests {
    @Test(arguments: [
        ("a fox in the style of image 2", [1: Reference.Kind.style], "a fox in the style of"),
        (
            "put the face of the first picture on the person in picture 2", [0: .face, 1: .face],
            "put the face of on the person in"
        ),
        ("图1的风格，画一只狐狸", [0: .style], "的风格，画一只狐狸"),
        ("把第二张图的脸换到图1里的人身上", [1: .face, 0: .face], "把 的脸换到 里的人身上"),
        ("image 3's style with a cat", [2: .style], "'s style with a cat"),
        ("the fox of Image 1 and the tree of photo #2", [:], "the fox of and the tree of"),
        ("three foxes, 3 trees", [:], "three foxes, 3 trees"), ("四张图", [:], "四张图"), ("", [:], ""),
    ])
    func `names of references say what is wanted of them`(prompt: String, kinds: [Int: Reference.Kind], rest: String) {
        let mentions = Mentions(prompt)
        #expect(mentions.kinds == kinds)
        let words = mentions.rest.split(separator: " ").joined(separator: " ")
        #expect(words == rest)
    }

    @Test func `a number that no reference has is left alone`() {
        #expect(Mentions("picture 99").kinds.isEmpty)
        #expect(Mentions("picture 99").rest == "picture 99")
    }
}
