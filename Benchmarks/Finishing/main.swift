import Domain
import Glibc
import Imaging

// Shows texts and labels over grounds of many kinds, and measures what happens to pictures on their way out:
//
//     finishing-benchmark sheet FOLDER     pictures to look at
//     finishing-benchmark time             how long it takes
//     finishing-benchmark jpeg PICTURE.ppm…  size and error of JPEG settings
switch CommandLine.arguments.dropFirst().first {
case "sheet": try Sheet.write(to: CommandLine.arguments.last ?? ".")
case "time": try Timing.run()
case "jpeg": try Settings.compare(Array(CommandLine.arguments.dropFirst(2)))
default: print("sheet FOLDER, time, or jpeg PICTURE.ppm…")
}
