import Domain
import JSON
import TestSupport
import Testing
import Workbench

@testable import Checkpoints

struct PlanTests {
    private var order: Order {
        var order = Order.sample()
        (order.width, order.height) = (1328, 1328)
        return order
    }

    @Test func `what the client says nothing about is as the model likes it`() {
        var checkpoint = Checkpoint()
        checkpoint.steps = 8
        checkpoint.usualGuidance = 4
        let job = Plan(checkpoint, order, []).job(0)
        #expect(job.steps == 8 && job.guidance == 4 && job.seed == 7)
        #expect(job.width == 1328 && job.height == 1328)
    }

    @Test func `steps and strength follow the client within what the model can`() {
        var checkpoint = Checkpoint()
        checkpoint.stepRange = 10...30
        checkpoint.usualGuidance = 5
        var order = order
        order.parameters = ["ddim_steps": 50, "scale": 5]
        order.textGuidance = 5
        let plan = Plan(checkpoint, order, [])
        #expect(plan.job(0).steps == 30)
        #expect(plan.job(0).guidance == 10)
        #expect(plan.warnings == ["ddim_steps: this model draws in 30 steps."])
        checkpoint.guidance = .distilled
        #expect(Plan(checkpoint, order, []).job(0).distilledGuidance == 10)
        checkpoint.guidance = .fixed
        checkpoint.usualGuidance = 1
        #expect(Plan(checkpoint, order, []).job(0).guidance == 1)
        #expect(Plan(checkpoint, order, []).warnings.contains("scale: this model knows one strength only."))
    }

    @Test func `a model of few pixels draws small, and says so`() {
        var checkpoint = Checkpoint()
        checkpoint.sizes.multiple = 64
        checkpoint.sizes.pixels = 262_144...1_048_576
        let plan = Plan(checkpoint, order, [])
        #expect(plan.job(0).width == 1024)
        #expect(plan.warnings == ["The picture was drawn at 1024x1024 and brought to 1328x1328."])
    }

    @Test func `references go where the model takes them`() {
        let bitmap = Bitmap(width: 1, height: 1, pixels: [1, 2, 3])
        let references = [
            ReferencePicture(kind: .face, bitmap: bitmap), ReferencePicture(kind: .subject, bitmap: bitmap),
        ]
        var checkpoint = Checkpoint()
        checkpoint.references = .conditions
        checkpoint.mostReferences = 1
        #expect(Plan(checkpoint, order, references).job(0).references.count == 1)
        #expect(Plan(checkpoint, order, references).warnings.first?.hasPrefix("swap_face") == true)
        checkpoint.parts.files[.photoMaker] = "/p"
        let job = Plan(checkpoint, order, references).job(0)
        #expect(job.faces.count == 1 && job.references.count == 1)
        #expect(Plan(checkpoint, order, references).kinds == [.face, .subject])
        checkpoint.references = .start
        checkpoint.parts.files[.photoMaker] = nil
        #expect(Plan(checkpoint, order, references).job(0).start?.width == 1328)
    }

    @Test(arguments: [
        ("a woman, smiling", "a woman img, smiling"), ("a red fox", "a person img, a red fox"),
        ("a man img in the rain", "a man img in the rain"), ("Boy on a bike", "Boy img on a bike"),
    ])
    func `PhotoMaker's word stands behind the person`(prompt: String, expected: String) {
        #expect(Plan.naming(prompt) == expected)
    }

    @Test func `jobs and messages come out as they went in, whatever the pieces are`() throws {
        let bitmap = Bitmap(width: 2, height: 1, pixels: [1, 2, 3, 4, 5, 6])
        var job = Job(prompt: "a \"fox\" 狐", width: 64, height: 48, steps: 3, seed: .max)
        job.start = bitmap
        job.references = [bitmap, bitmap]
        job.faces = [bitmap]
        job.flowShift = 3
        job.loras = [.init(path: "/l", strength: 0.5)]
        #expect(Job(json: job.json, pixels: job.pixels) == job)
        #expect(Job(json: job.json, pixels: Array(job.pixels.dropLast())) == nil)
        var reader = MessageReader()
        let message = Message(job.json, pixels: job.pixels)
        for byte in message.bytes.dropLast() {
            reader.take([byte])
            #expect(try reader.next() == nil)
        }
        reader.take([6] + message.bytes)
        for _ in 0..<2 {
            let next = try #require(try reader.next())
            #expect(Job(json: next.json, pixels: next.pixels) == job)
        }
        reader.take([255, 255, 255, 255, 0, 0, 0, 0])
        #expect(throws: MessageReader.Fault.tooLarge) { try reader.next() }
    }

    private static let deadly: [(String, JSON)] = [
        ("steps", 0), ("steps", -1), ("width", 0), ("height", 1_048_576), ("prompt", nil), ("sizes", [[1, 1]]),
        ("faces", 1),
        ("has_start", true),
    ]

    @Test(arguments: deadly)
    func `what the library would not survive never reaches it`(name: String, value: JSON) throws {
        let job = Job(prompt: "a", width: 64, height: 64, steps: 1, seed: 1)
        var json = try #require(job.json.object)
        json[name] = value
        #expect(Job(json: .object(json), pixels: []) == nil)
    }
}
