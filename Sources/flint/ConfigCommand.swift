/// `flint config`: the settings in force, in the form of the settings file.
enum ConfigCommand {
    static func run(_ arguments: some Sequence<String>) throws {
        let flags = Set(Setting.all.map(\.flag) + ["--config"])
        let settings = try Settings.read(flags: try Arguments(arguments, flags: flags).flags)
        for setting in Setting.all {
            let value = setting.show(settings)
            Terminal.answer("# \(setting.help)")
            Terminal.answer(value.isEmpty ? "# \(setting.name) =\n" : "\(setting.name) = \"\(value)\"\n")
        }
    }
}
